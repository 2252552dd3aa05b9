package io.dbprovision.spi;

/** What removal leaves behind. Treat a constant you don't know as {@link #RETAIN}. */
public enum DropMode {
  /** The server object stays; only our record of it is cleared. */
  RETAIN,
  /**
   * The server object goes; it fails when something uses it. A login's own sessions are no use of
   * it: they end with it.
   */
  DROP,
  /** The server object goes, and who uses it is disconnected. */
  FORCE
}
