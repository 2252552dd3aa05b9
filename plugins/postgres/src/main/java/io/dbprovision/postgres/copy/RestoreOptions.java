package io.dbprovision.postgres.copy;

import io.dbprovision.spi.EngineException;
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
 * @param noOwner everything becomes the database owner's, whoever owned it
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
    if (BackupOptions.is(options.dataOnly)) {
      found =
          found.unsupported(
              path + ".dataOnly",
              "a restore fills a new database and puts it in the target's place, so that the target"
                  + " is whole at any moment; rows without tables have no place there. Restore all"
                  + " of it under another name, and copy the rows you want from there");
    }
    if (BackupOptions.is(options.disableTriggers)) {
      found =
          found.unsupported(
              path + ".disableTriggers",
              "takes a superuser, and a restore runs as the database's owner; it is not needed:"
                  + " triggers are made after the rows are in place");
    }
    if (!options.roleMapping.isEmpty()) {
      found =
          found.unsupported(
              path + ".roleMapping",
              "pg_restore knows roles by the names they have in the backup only; with noOwner: true"
                  + " everything becomes the database owner's, and DatabaseGrant objects give"
                  + " others their rights");
    }
    if (options.jobs != null && (options.jobs < 1 || options.jobs > MANY)) {
      found = found.invalid(path + ".jobs", "must be 1 to " + MANY);
    }
    found = Patterns.check(found, path + ".schemas", options.schemas);
    return Patterns.check(found, path + ".tables", options.tables);
  }

  /**
   * @throws EngineException with the first thing that is wrong
   */
  static RestoreOptions of(Section section) {
    for (Validation.Problem problem : validate(section).problems()) {
      throw EngineException.at(problem.kind(), problem.path(), problem.message());
    }
    return section.as(RestoreOptions.class);
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
