package io.dbprovision.core.backup.schedule;

import java.time.Instant;
import java.util.Objects;

/**
 * A backup as retention sees it.
 *
 * @param time when it began: its data are as they were then
 */
record Copy(String name, Instant time, State state) {
  enum State {
    /** Not finished yet. */
    RUNNING,
    /** Completed, and nothing speaks against it. */
    GOOD,
    /** Completed, and could not be restored when that was tried. */
    DOUBTFUL,
    FAILED
  }

  Copy {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(state, "state");
  }
}
