package io.dbprovision.mysql.copy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code spec.mysql} of a backup.
 *
 * @param databases the object's own one, or none
 * @param method the program
 */
public record BackupOptions(
    List<String> databases,
    @Nullable Boolean events,
    List<String> excludeTables,
    @Nullable Boolean extendedInsert,
    @Nullable Boolean lockTables,
    @Nullable String method,
    @Nullable Boolean quick,
    @Nullable Boolean routines,
    @Nullable String setGtidPurged,
    @Nullable Boolean singleTransaction,
    List<String> tables,
    @Nullable Boolean triggers) {
  public BackupOptions {
    databases = List.copyOf(databases);
    excludeTables = List.copyOf(excludeTables);
    tables = List.copyOf(tables);
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

  boolean inLongInserts() {
    return !Boolean.FALSE.equals(extendedInsert);
  }

  boolean rowByRow() {
    return !Boolean.FALSE.equals(quick);
  }

  boolean inOneTransaction() {
    return !Boolean.FALSE.equals(singleTransaction);
  }

  boolean locked() {
    return Boolean.TRUE.equals(lockTables);
  }

  /** Whether the copy is to hold all that the database does. */
  boolean whole() {
    return tables.isEmpty()
        && excludeTables.isEmpty()
        && withEvents()
        && withRoutines()
        && withTriggers();
  }
}
