package io.dbprovision.core.config;

import io.dbprovision.core.plugin.ChecksumMode;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where plugin jars are and how far they are trusted.
 *
 * @param trustedKeysOrNull where the keys are that jars must be signed with; null: signatures are
 *     not asked for
 */
public record PluginSource(
    Path directory, ChecksumMode checksum, @Nullable Path trustedKeysOrNull) {
  public PluginSource(Path directory, ChecksumMode checksum) {
    this(directory, checksum, null);
  }

  /** A file or a folder; empty: signatures are not asked for. */
  public Optional<Path> trustedKeys() {
    return Optional.ofNullable(trustedKeysOrNull);
  }
}
