package io.dbprovision.mysql.restore;

import org.jspecify.annotations.Nullable;

/** {@code spec.mysql} of a restore. */
public record RestoreOptions(
    @Nullable Boolean createDatabase,
    @Nullable Boolean disableBinlog,
    @Nullable Boolean disableForeignKeyChecks,
    @Nullable Boolean dropExisting,
    @Nullable Boolean events,
    @Nullable Boolean routines,
    @Nullable Boolean triggers) {
  boolean mayCreate() {
    return !Boolean.FALSE.equals(createDatabase);
  }

  /** Who says nothing is not told that it is not done. */
  boolean asksForNoLog() {
    return Boolean.TRUE.equals(disableBinlog);
  }

  boolean keysChecked() {
    return Boolean.FALSE.equals(disableForeignKeyChecks);
  }

  boolean dropsWhatIsThere() {
    return Boolean.TRUE.equals(dropExisting);
  }

  boolean withEvents() {
    return !Boolean.FALSE.equals(events);
  }

  boolean withRoutines() {
    return !Boolean.FALSE.equals(routines);
  }

  boolean withTriggers() {
    return !Boolean.FALSE.equals(triggers);
  }
}
