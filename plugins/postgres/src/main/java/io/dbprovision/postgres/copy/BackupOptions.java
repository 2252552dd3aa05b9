package io.dbprovision.postgres.copy;

import io.dbprovision.postgres.sql.Wait;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Validation;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code spec.postgres} of a backup.
 *
 * @param blobs large objects are part of it, also where schemas or tables are named
 * @param jobs tables that are dumped at once; into files of a folder only
 * @param lockWaitTimeout how long to wait for a table that somebody has locked
 * @param noSync whether pg_dump leaves out waiting for the disk: what it writes is a stream, or
 *     files that are removed again, so it never waits, and either value asks for no more than that;
 *     the store is what makes a backup last
 * @param schemas patterns of psql, as are the other three lists
 */
public record BackupOptions(
    @Nullable Boolean blobs,
    @Nullable Boolean dataOnly,
    List<String> excludeSchemas,
    List<String> excludeTables,
    @Nullable String format,
    @Nullable Integer jobs,
    @Nullable String lockWaitTimeout,
    @Nullable String method,
    @Nullable Boolean noOwner,
    @Nullable Boolean noPrivileges,
    @Nullable Boolean noSync,
    @Nullable Boolean schemaOnly,
    List<String> schemas,
    List<String> tables) {
  private static final Duration LOCK_WAIT = Duration.ofSeconds(60);
  private static final int MANY = 64;

  public BackupOptions {
    excludeSchemas = List.copyOf(excludeSchemas);
    excludeTables = List.copyOf(excludeTables);
    schemas = List.copyOf(schemas);
    tables = List.copyOf(tables);
  }

  public static Validation validate(Section section) {
    BackupOptions options = section.as(BackupOptions.class);
    String path = section.path();
    Validation found = Validation.ok();
    if (options.method != null && !options.method.equals("pg_dump")) {
      found =
          options.method.equals("pg_basebackup")
              ? found.unsupported(
                  path + ".method",
                  "pg_basebackup copies the files of the whole server, every tenant's, and needs a"
                      + " login with REPLICATION; use pg_dump")
              : found.invalid(path + ".method", "must be pg_dump");
    }
    if (options.format != null && Format.of(options.format).isEmpty()) {
      found = found.invalid(path + ".format", "must be custom, plain, directory or tar");
    } else if (options.asksForJobs() && options.kind() != Format.DIRECTORY) {
      found =
          found.unsupported(
              path + ".jobs",
              "pg_dump writes several tables at once into files only; set format: directory, or"
                  + " jobs: 1");
    }
    if (options.jobs != null && (options.jobs < 1 || options.jobs > MANY)) {
      found = found.invalid(path + ".jobs", "must be 1 to " + MANY);
    }
    if (options.lockWaitTimeout != null && Wait.parse(options.lockWaitTimeout).isEmpty()) {
      found =
          found.invalid(
              path + ".lockWaitTimeout",
              "must be a number with a unit, such as 500ms, 60s, 5min or 1h");
    }
    if (is(options.dataOnly) && is(options.schemaOnly)) {
      found = found.invalid(path + ".dataOnly", "leaves nothing to dump beside schemaOnly: true");
    }
    found = Patterns.check(found, path + ".schemas", options.schemas);
    found = Patterns.check(found, path + ".tables", options.tables);
    found = Patterns.check(found, path + ".excludeSchemas", options.excludeSchemas);
    return Patterns.check(found, path + ".excludeTables", options.excludeTables);
  }

  /**
   * @throws EngineException with the first thing that is wrong
   */
  static BackupOptions of(Section section) {
    Validation valid = validate(section);
    for (Validation.Problem problem : valid.problems()) {
      // in one go where several at once cannot be had: it takes longer, nothing else
      if (problem.kind() != ErrorKind.UNSUPPORTED || !problem.path().endsWith(".jobs")) {
        throw EngineException.at(problem.kind(), problem.path(), problem.message());
      }
    }
    return section.as(BackupOptions.class);
  }

  static boolean is(@Nullable Boolean value) {
    return Boolean.TRUE.equals(value);
  }

  Format kind() {
    return format == null ? Format.CUSTOM : Format.of(format).orElse(Format.CUSTOM);
  }

  boolean largeObjects() {
    return !Boolean.FALSE.equals(blobs);
  }

  private boolean asksForJobs() {
    return jobs != null && jobs > 1;
  }

  /** How many at once in fact. */
  int workers() {
    return kind() == Format.DIRECTORY ? Objects.requireNonNullElse(jobs, 1) : 1;
  }

  Duration lockWait() {
    return lockWaitTimeout == null ? LOCK_WAIT : Wait.parse(lockWaitTimeout).orElse(LOCK_WAIT);
  }

  /** Nothing is left out, neither objects nor rows. */
  boolean whole() {
    return largeObjects()
        && !is(dataOnly)
        && !is(schemaOnly)
        && schemas.isEmpty()
        && tables.isEmpty()
        && excludeSchemas.isEmpty()
        && excludeTables.isEmpty();
  }
}
