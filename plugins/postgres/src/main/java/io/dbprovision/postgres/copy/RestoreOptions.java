package io.dbprovision.postgres.copy;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Validation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code spec.postgres} of a restore.
 *
 * @param analyze statistics for the planner are gathered at the end
 * @param createDatabase false: the target has to be there
 * @param dropExisting what the target holds may go; the restore's own target has to say so too
 * @param jobs tables and indexes that are filled and built at once
 * @param dataOnly rows for the tables that the target has
 * @param disableTriggers with dataOnly: triggers and foreign keys come after the rows
 * @param noOwner everything becomes the database owner's, whoever owned it
 * @param roleMapping names of roles in the backup, and those that have their rights here
 * @param schemas names, not patterns, as pg_restore takes them; as are tables
 */
public record RestoreOptions(
    @Nullable Boolean analyze,
    @Nullable Boolean createDatabase,
    @Nullable Boolean dataOnly,
    @Nullable Boolean disableTriggers,
    @Nullable Boolean dropExisting,
    @Nullable Integer jobs,
    @Nullable Boolean noOwner,
    @Nullable Boolean noPrivileges,
    Map<String, String> roleMapping,
    @Nullable Boolean schemaOnly,
    List<String> schemas,
    List<String> tables) {
  private static final int MANY = 64;

  public RestoreOptions {
    roleMapping = Map.copyOf(roleMapping);
    schemas = List.copyOf(schemas);
    tables = List.copyOf(tables);
  }

  public static Validation validate(Section section) {
    RestoreOptions options = section.as(RestoreOptions.class);
    String path = section.path();
    Validation found = Validation.ok();
    if (BackupOptions.is(options.dataOnly) && BackupOptions.is(options.schemaOnly)) {
      found =
          found.invalid(path + ".dataOnly", "leaves nothing to restore beside schemaOnly: true");
    }
    if (BackupOptions.is(options.disableTriggers) && !BackupOptions.is(options.dataOnly)) {
      found =
          found.unsupported(
              path + ".disableTriggers",
              "has no effect without dataOnly: triggers and foreign keys are made after the rows"
                  + " are in place, so none of them is at work meanwhile");
    }
    if (!options.roleMapping.isEmpty() && BackupOptions.is(options.dataOnly)) {
      found =
          found.unsupported(
              path + ".roleMapping", "has no effect with dataOnly: rows belong to their tables");
    }
    if (options.jobs != null && (options.jobs < 1 || options.jobs > MANY)) {
      found = found.invalid(path + ".jobs", "must be 1 to " + MANY);
    }
    found = Patterns.check(found, path + ".schemas", options.schemas);
    return Patterns.check(found, path + ".tables", options.tables);
  }

  /**
   * @throws EngineException with the first thing that is wrong; what has no effect is not
   */
  static RestoreOptions of(Section section) {
    for (Validation.Problem problem : validate(section).problems()) {
      if (problem.kind() != ErrorKind.UNSUPPORTED) {
        throw EngineException.at(problem.kind(), problem.path(), problem.message());
      }
    }
    return section.as(RestoreOptions.class);
  }

  /** All that defines a database, as the owner's, and no rows. */
  RestoreOptions definitions() {
    return new RestoreOptions(
        false, null, null, null, null, null, true, null, Map.of(), null, List.of(), List.of());
  }

  boolean analyzes() {
    return !Boolean.FALSE.equals(analyze);
  }

  boolean creates() {
    return !Boolean.FALSE.equals(createDatabase);
  }

  boolean dropsOwners() {
    return !Boolean.FALSE.equals(noOwner);
  }

  int workers() {
    return jobs == null ? 1 : jobs;
  }

  /** Whether the whole of a backup is restored. */
  boolean whole() {
    return selection().isEmpty() && !BackupOptions.is(dataOnly);
  }

  /** The field that leaves something of the backup out; empty when none does. */
  String selection() {
    if (BackupOptions.is(schemaOnly)) {
      return "schemaOnly";
    }
    if (!schemas.isEmpty()) {
      return "schemas";
    }
    return tables.isEmpty() ? "" : "tables";
  }
}
