package io.dbprovision.distribution.fields;

import static io.dbprovision.distribution.fields.CopyLooks.NO;
import static io.dbprovision.distribution.fields.CopyLooks.YES;
import static io.dbprovision.distribution.fields.CopyLooks.trial;

import io.dbprovision.distribution.fields.Trial.Look;
import java.util.ArrayList;
import java.util.List;

/** What {@code DatabaseBackup} has for PostgreSQL. */
final class BackupTrials {
  private static final String POSTGRES = "spec.postgres.";
  private static final String PLAIN = "postgres: {format: plain%s}\n";

  private final Origin origin;
  private final Exhibit plain;

  BackupTrials(Origin origin) {
    this.origin = origin;
    this.plain = copy("plain", PLAIN.formatted(""));
  }

  private Exhibit copy(String name, String more) {
    return origin.copy(name, more);
  }

  List<Trial> all() {
    List<Trial> trials = new ArrayList<>(contents());
    trials.addAll(ways());
    trials.add(locks());
    return trials;
  }

  private List<Trial> contents() {
    Exhibit less =
        copy(
            "less",
            PLAIN.formatted(
                ", blobs: false, excludeTables: [public.t2], excludeSchemas: [third], noOwner:"
                    + " true, noPrivileges: true"));
    Exhibit definitions =
        copy("definitions", PLAIN.formatted(", schemaOnly: true, schemas: [second]"));
    Exhibit rows = copy("rows", PLAIN.formatted(", dataOnly: true, tables: [public.t1]"));
    return List.of(
        content("blobs", less, "lo_create|LargeObject|BLOB", NO),
        content("excludeTables", less, "CREATE TABLE public.t2 ", NO),
        content("excludeSchemas", less, "CREATE TABLE third.t4 ", NO),
        content("noOwner", less, "OWNER TO", NO),
        content("noPrivileges", less, "GRANT SELECT", NO),
        content("schemaOnly", definitions, "COPY second.t3", NO),
        content("schemas", definitions, "CREATE TABLE public.t1 ", NO),
        content("dataOnly", rows, "CREATE TABLE public.t1 ", NO),
        content("tables", rows, "COPY second.t3", NO));
  }

  private Trial content(String field, Exhibit other, String pattern, String then) {
    return trial(POSTGRES + field, plain, other).shows(CopyLooks.stored(pattern), YES, then);
  }

  private List<Trial> ways() {
    Exhibit one = origin.database("one");
    Exhibit several = origin.database("several");
    String folder = "postgres: {format: directory, jobs: %d}\n";
    Look programs =
        CopyLooks.completed(
            stage -> {
              String mark =
                  "database="
                      + stage.status("/source/database")
                      + " application_name=db-provision-operator copy";
              long sessions =
                  stage.site().first().log().lines().filter(line -> line.contains(mark)).count();
              return sessions > 1 ? "several" : "one";
            });
    return List.of(
        trial(POSTGRES + "format", plain, origin.sealed())
            .shows(Looks.status("/backup/format"), "plain", "custom"),
        trial(POSTGRES + "method", plain, copy("basebackup", "postgres: {method: pg_basebackup}\n"))
            .shows(CopyLooks.phase(), "Completed", "never"),
        trial(
                POSTGRES + "jobs",
                origin.copyOf(one, "one", folder.formatted(1)),
                origin.copyOf(several, "several", folder.formatted(2)))
            .shows(programs, "one", "several"),
        trial(
                "spec.mysql",
                plain,
                copy("mysql", PLAIN.formatted("") + "mysql: {quick: false, tables: [a]}\n"))
            .shows(CopyLooks.phase(), "Completed", "never"));
  }

  /** On a database that somebody keeps locked. */
  private Trial locks() {
    Exhibit kept = origin.database("kept").after(origin.fill("kept"), origin.lock("kept"));
    String block = "activeDeadlineSeconds: 90\npostgres: {lockWaitTimeout: %s}\n";
    Look why =
        stage -> {
          String message = stage.status("/message");
          return message.contains("activeDeadlineSeconds (90)")
              ? "90 s"
              : message.contains("statement timeout") ? "lock" : stage.status("/phase");
        };
    return trial(
            POSTGRES + "lockWaitTimeout",
            origin.copyOf(kept, "stubborn", block.formatted("10min")),
            origin.copyOf(kept, "hasty", block.formatted("1s")))
        .shows(why, "90 s", "lock");
  }
}
