package io.dbprovision.distribution.fields;

import static io.dbprovision.distribution.fields.CopyLooks.NO;
import static io.dbprovision.distribution.fields.CopyLooks.YES;
import static io.dbprovision.distribution.fields.CopyLooks.trial;

import io.dbprovision.distribution.fields.Trial.Look;
import java.util.ArrayList;
import java.util.List;

/** {@code DatabaseBackup} on PostgreSQL, but for the fields of its stores. */
final class BackupTrials {
  /** In plain files of a volume, where a look finds what is in them. */
  static final String TO_VOLUME =
      "storage: {type: pvc, pvc: {claimName: backups, subPath: '{ns}'}}\n";

  private static final String POSTGRES = "spec.postgres.";
  private static final String COPY = "databaseRef: {name: source}\n" + TO_VOLUME;
  private static final String PLAIN = "postgres: {format: plain%s}\n";

  /** In one go, as a role is set for one session. */
  private static final String CONTENT =
      String.join(
          "; ",
          "SET ROLE one",
          "CREATE TABLE public.t1 AS SELECT i, 'words that are the same in row after row, but for ' || md5(i::text) AS md5 FROM generate_series(1, 3000) i",
          "CREATE TABLE public.t2 (a int)",
          "CREATE SCHEMA second",
          "CREATE TABLE second.t3 AS SELECT 1 AS a",
          "CREATE SCHEMA third",
          "CREATE TABLE third.t4 (a int)",
          "GRANT SELECT ON public.t1 TO two",
          "SELECT lo_from_bytea(5001, 'large')");

  final Exhibit source = database("source").after(Looks.executeIn("fields_source", CONTENT));

  /** A dump in the usual format, encrypted. */
  final Exhibit sealed =
      copy(
          "sealed",
          """
          compression: {algorithm: zstd}
          encryption: {enabled: true, secretRef: {name: keys, key: a}}
          """);

  private final Exhibit plain = copy("plain", PLAIN.formatted(""));

  static Exhibit database(String name) {
    return Exhibit.of(
        "Database",
        name,
        "name: fields_"
            + name
            + "\nowner: one\ninstanceRef: {name: pg}\ndeletionProtection: false\n");
  }

  private Exhibit copy(String name, String more) {
    return Exhibit.backup(name, COPY + more).needing(source);
  }

  List<Trial> all() {
    List<Trial> trials = new ArrayList<>(contents());
    trials.addAll(ways());
    trials.addAll(locks());
    trials.addAll(references());
    trials.addAll(forms());
    trials.addAll(afterwards());
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
    Exhibit one = database("one");
    Exhibit several = database("several");
    String folder =
        TO_VOLUME + "databaseRef: {name: %s}\npostgres: {format: directory, jobs: %d}\n";
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
        trial(POSTGRES + "format", plain, sealed)
            .shows(Looks.status("/backup/format"), "plain", "custom"),
        trial(POSTGRES + "method", plain, copy("basebackup", "postgres: {method: pg_basebackup}\n"))
            .shows(CopyLooks.phase(), "Completed", "never"),
        trial(
                POSTGRES + "jobs",
                Exhibit.backup("one", folder.formatted("one", 1)).needing(one),
                Exhibit.backup("several", folder.formatted("several", 2)).needing(several))
            .shows(programs, "one", "several"),
        trial(
                "spec.mysql",
                plain,
                copy("mysql", PLAIN.formatted("") + "mysql: {quick: false, tables: [a]}\n"))
            .shows(CopyLooks.phase(), "Completed", "never"));
  }

  /** On a database that somebody keeps locked. */
  private List<Trial> locks() {
    Exhibit locked =
        database("locked")
            .after(
                Looks.executeIn("fields_locked", "SET ROLE one; CREATE TABLE public.t1 (a int)"),
                stage ->
                    stage
                        .site()
                        .holds(
                            stage.site().server().hold("fields_locked", "LOCK TABLE public.t1")));
    String spec = "databaseRef: {name: locked}\n" + TO_VOLUME;
    Exhibit patient =
        Exhibit.backup(
                "patient",
                spec + "activeDeadlineSeconds: 120\npostgres: {lockWaitTimeout: 10min}\n")
            .needing(locked);
    Exhibit hasty =
        Exhibit.backup(
                "hasty", spec + "activeDeadlineSeconds: 120\npostgres: {lockWaitTimeout: 1s}\n")
            .needing(locked);
    Exhibit late = Exhibit.backup("late", spec + "activeDeadlineSeconds: 5\n").needing(locked);
    Look why =
        stage -> {
          String message = stage.status("/message");
          return message.contains("activeDeadlineSeconds (120)")
              ? "120 s"
              : message.contains("activeDeadlineSeconds (5)")
                  ? "5 s"
                  : message.contains("statement timeout") ? "lock" : stage.status("/phase");
        };
    return List.of(
        trial(POSTGRES + "lockWaitTimeout", patient, hasty).shows(why, "120 s", "lock"),
        trial("spec.activeDeadlineSeconds", patient, late).shows(why, "120 s", "5 s"));
  }

  private List<Trial> references() {
    Exhibit other = database("other").after(Looks.executeIn("fields_other", CONTENT));
    return List.of(
        trial(
                "spec.databaseRef.name",
                plain,
                Exhibit.backup("other", "databaseRef: {name: other}\n" + TO_VOLUME).needing(other))
            .shows(Looks.status("/source/database"), "fields_source", "fields_other"),
        trial(
                "spec.databaseRef.namespace",
                plain,
                Exhibit.backup(
                        "far", "databaseRef: {name: source, namespace: '{other}'}\n" + TO_VOLUME)
                    .needing(source))
            .shows(CopyLooks.unless("fields-other"), YES, NO));
  }

  private List<Trial> forms() {
    String compression = "spec.compression.";
    Exhibit open = copy("open", "compression: {algorithm: zstd, enabled: false}\n");
    Exhibit gzip = copy("gzip", "compression: {algorithm: gzip}\n");
    Exhibit fast =
        copy("fast", "compression: {algorithm: gzip, level: 1}\npostgres: {format: plain}\n");
    Exhibit small =
        copy("small", "compression: {algorithm: gzip, level: 9}\npostgres: {format: plain}\n");
    Look size =
        CopyLooks.completed(
            stage -> bytes(stage) < bytes(stage.site().stage(fast)) ? "smaller" : "as large");
    List<Trial> trials =
        new ArrayList<>(
            List.of(
                trial(compression + "enabled", sealed, open)
                    .shows(CopyLooks.status("/backup/path", "\\.zst"), YES, NO),
                trial(compression + "algorithm", sealed, gzip)
                    .shows(CopyLooks.status("/backup/path", "\\.gz"), NO, YES),
                trial(compression + "level", fast, small).shows(size, "as large", "smaller")));
    trials.addAll(seals());
    return trials;
  }

  private static long bytes(Stage stage) {
    return Long.parseLong(stage.status("/backup/compressedSizeBytes"));
  }

  private List<Trial> seals() {
    String encryption = "spec.encryption.";
    String block = "encryption: {enabled: %s, algorithm: %s, secretRef: {%s}}\n";
    String gcm = "aes-256-gcm";
    Exhibit unsealed = copy("unsealed", block.formatted("false", gcm, "name: keys, key: a"));
    Exhibit older = copy("older", block.formatted("true", "aes-256-cbc", "name: keys, key: b"));
    Exhibit named = copy("named", block.formatted("true", gcm, "name: other-keys, key: a"));
    Exhibit elsewhere =
        copy("elsewhere", block.formatted("true", gcm, "name: keys, key: a, namespace: '{other}'"));
    Look key = CopyLooks.completed(Looks.status("/backup/keyId"));
    String first = CopyLooks.keyId(1);
    return List.of(
        trial(encryption + "enabled", sealed, unsealed)
            .shows(CopyLooks.stored("CREATE TABLE"), NO, YES),
        trial(encryption + "algorithm", sealed, older)
            .shows(CopyLooks.phase(), "Completed", "never"),
        trial(encryption + "secretRef.key", sealed, older).shows(key, first, CopyLooks.keyId(2)),
        trial(encryption + "secretRef.name", sealed, named).shows(key, first, CopyLooks.keyId(3)),
        trial(encryption + "secretRef.namespace", sealed, elsewhere)
            .shows(key, first, CopyLooks.keyId(5)));
  }

  private List<Trial> afterwards() {
    Exhibit kept = copy("kept", "ttl: 24h\nverification: {enabled: true, schedule: '0 0 1 1 *'}\n");
    Exhibit tried = copy("tried", "verification: {enabled: true}\n");
    Exhibit idle = copy("idle", "ttl: 1h\nverification: {enabled: false, schedule: '0 0 1 1 *'}\n");
    Look life =
        CopyLooks.completed(
            stage -> Long.toString(CopyLooks.between(stage, "completedAt", "expiresAt").toHours()));
    Look next = CopyLooks.status("/verification/nextTime", "-01-01T");
    return List.of(
        trial("spec.ttl", idle, kept).shows(life, "1", "24"),
        trial("spec.verification.enabled", plain, tried)
            .shows(Looks.condition("Verified"), "", "True"),
        trial("spec.verification.schedule", tried, kept).shows(next, NO, YES));
  }
}
