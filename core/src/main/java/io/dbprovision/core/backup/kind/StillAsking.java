package io.dbprovision.core.backup.kind;

import java.io.Serial;

/**
 * No failure: a worker or a store was asked and has not answered yet. Whoever asked does so again a
 * little later, and gets the answer then.
 */
final class StillAsking extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final boolean waits;

  private StillAsking(String message, boolean waits) {
    super(message);
    this.waits = waits;
  }

  /**
   * @param why its pod cannot start, or its turn has not come: a sentence for people
   */
  static StillAsking waiting(String why) {
    return new StillAsking(why, true);
  }

  /**
   * @param what it does, a sentence for people
   */
  static StillAsking busy(String what) {
    return new StillAsking(what, false);
  }

  /** Whether the worker does not work, and may never do. */
  boolean waits() {
    return waits;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
