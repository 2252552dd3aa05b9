package io.dbprovision.core.plugin;

/** What a jar's {@code <jar>.sha256} beside it is good for. */
public enum ChecksumMode {
  /** The file is not read. */
  OFF,
  /** A missing or wrong checksum is a warning. */
  WARN,
  /** A jar without the right checksum is refused. */
  ENFORCE
}
