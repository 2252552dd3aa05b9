package io.dbprovision.core.backup.stream;

/** Who wants to know how far a stream is. Called often, by the thread that moves the bytes. */
@FunctionalInterface
public interface StreamProgress {
  StreamProgress NONE = (plainBytes, storedBytes) -> {};

  /**
   * Totals since the beginning, not differences.
   *
   * @param plainBytes of the dump; 0 as long as a check does not decompress
   * @param storedBytes written to the store or read from it
   */
  void moved(long plainBytes, long storedBytes);
}
