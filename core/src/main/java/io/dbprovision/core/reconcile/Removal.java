package io.dbprovision.core.reconcile;

import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.spi.DropMode;
import java.time.Duration;

/** How far taking an object off its server came. */
sealed interface Removal {
  /** What became of the server object. */
  enum Fate {
    REMOVED,
    /** It stays as was asked for, or there is nothing of ours. */
    KEPT,
    /** It was to go, and could not be touched. */
    LEFT_BEHIND
  }

  /**
   * @param mode what was done in the end
   * @param what became of the server object, after its name
   */
  record Done(DropMode mode, Fate fate, String what) implements Removal {
    static Done kept(DropMode mode, String what) {
      return new Done(mode, Fate.KEPT, what);
    }

    static Done leftBehind(String what) {
      return new Done(DropMode.RETAIN, Fate.LEFT_BEHIND, what);
    }
  }

  /**
   * Something else has to happen first, and will.
   *
   * @param why a sentence without a full stop
   */
  record Later(Duration delay, String why) implements Removal {}

  /**
   * What comes before is under way.
   *
   * @param draft with what has to be remembered of it
   * @param why a sentence without a full stop
   */
  record Underway(StatusDraft draft, Duration delay, String why) implements Removal {}

  /**
   * Somebody has to do something first.
   *
   * @param draft with the kind's own block about it
   */
  record Hindered(StatusDraft draft, Failure failure) implements Removal {}
}
