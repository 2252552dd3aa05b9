package io.dbprovision.core.observability;

import java.time.Duration;
import java.time.Instant;

/**
 * What the object of a backup that came to its end tells.
 *
 * @param database the object that was copied
 * @param engine empty when it never came as far as a server
 * @param storedBytes 0 for one that failed
 */
public record FinishedBackup(
    ObjectRef database,
    String engine,
    boolean good,
    Instant completed,
    Duration took,
    long storedBytes,
    Trial trial) {

  /** What came of trying it out. */
  public enum Trial {
    /** It was not tried, or nobody could compare. */
    NONE,
    PASSED,
    FAILED
  }
}
