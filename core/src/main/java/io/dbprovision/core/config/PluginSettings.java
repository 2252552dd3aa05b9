package io.dbprovision.core.config;

import java.nio.file.Path;

/** Where plugin jars are and how far they are trusted. */
public record PluginSettings(Path directory, ChecksumMode checksum) {}
