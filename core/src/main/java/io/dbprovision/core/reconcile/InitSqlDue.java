package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.Fields;

/** Whether a database's init statements run now, and why. */
public enum InitSqlDue {
  /** They have not run yet. */
  NEW(true),
  /** They are others than those that ran. */
  CHANGED(true),
  /** They failed or were cut off, and the database is not ready until they are all in effect. */
  AGAIN(true),
  /** They are in effect. */
  DONE(false),
  /** They failed, which the manifest accepts until their text changes. */
  GIVEN_UP(false);

  private final boolean runs;

  InitSqlDue(boolean runs) {
    this.runs = runs;
  }

  public boolean runs() {
    return runs;
  }

  /**
   * @param before what the status says of the last run; empty when there was none
   * @param hash of the statements as they are now
   * @param block whether the database must not be ready after a failure
   */
  static InitSqlDue of(Fields before, String hash, boolean block) {
    String ran = before.text("hash", "");
    if (!ran.equals(hash)) {
      return ran.isEmpty() ? NEW : CHANGED;
    }
    if (before.flag("applied", false)) {
      return DONE;
    }
    return !block && before.has("error") ? GIVEN_UP : AGAIN;
  }
}
