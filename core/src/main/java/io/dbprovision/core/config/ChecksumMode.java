package io.dbprovision.core.config;

/** What a plugin jar's checksum file is good for. */
public enum ChecksumMode {
  /** Not looked at. */
  OFF,
  /** A jar that differs from its checksum, or has none, is loaded with a warning. */
  WARN,
  /** Such a jar is not loaded. */
  ENFORCE
}
