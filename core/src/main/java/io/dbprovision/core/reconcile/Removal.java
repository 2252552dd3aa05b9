package io.dbprovision.core.reconcile;

import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.spi.DropMode;
import java.time.Duration;

/** How far taking an object off its server came. */
sealed interface Removal {
  /**
   * @param mode what was done in the end
   * @param removed whether it is off the server
   * @param what became of the server object, after its name
   */
  record Done(DropMode mode, boolean removed, String what) implements Removal {
    static Done kept(DropMode mode, String what) {
      return new Done(mode, false, what);
    }
  }

  /** Something else has to happen first, and will. */
  record Later(Duration delay) implements Removal {}

  /**
   * Somebody has to do something first.
   *
   * @param draft with the kind's own block about it
   */
  record Hindered(StatusDraft draft, Failure failure) implements Removal {}
}
