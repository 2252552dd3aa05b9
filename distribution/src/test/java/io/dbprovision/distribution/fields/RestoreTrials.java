package io.dbprovision.distribution.fields;

import static io.dbprovision.distribution.fields.CopyLooks.NO;
import static io.dbprovision.distribution.fields.CopyLooks.YES;
import static io.dbprovision.distribution.fields.CopyLooks.trial;

import io.dbprovision.distribution.fields.Trial.Look;
import java.util.ArrayList;
import java.util.List;

/** {@code DatabaseRestore} on PostgreSQL, but for the fields of its stores. */
final class RestoreTrials {
  private static final String POSTGRES = "spec.postgres.";
  private static final String TARGET = "spec.target.";
  private static final String FROM = "backupRef: {name: sealed}\n";
  private static final String NEW =
      FROM + "target: {instanceRef: {name: pg}, databaseName: fields_%s}\n";
  private static final String CONSENT =
      "confirmation: {acknowledgeDataLoss: I-UNDERSTAND-DATA-LOSS}\n";
  private static final String T1 = "SELECT count(*) FROM pg_tables WHERE tablename = 't1'";

  private final Exhibit sealed;
  private final Exhibit all;

  RestoreTrials(BackupTrials backups) {
    this.sealed = backups.sealed;
    this.all = as("all", "");
  }

  private Exhibit as(String name, String more) {
    return restore(name, NEW.formatted(name) + more);
  }

  private Exhibit restore(String name, String spec) {
    return Exhibit.restore(name, spec).needing(sealed);
  }

  List<Trial> all() {
    List<Trial> trials = new ArrayList<>(contents());
    trials.addAll(refused());
    trials.addAll(sources());
    trials.addAll(targets());
    trials.addAll(databases());
    trials.addAll(rowsAlone());
    return trials;
  }

  private List<Trial> contents() {
    Exhibit part = as("part", "postgres: {schemas: [second]}\n");
    Exhibit bare = as("bare", "postgres: {analyze: false, noPrivileges: true}\n");
    Exhibit few = as("few", "postgres: {tables: [t1]}\n");
    Exhibit empty = as("empty", "postgres: {schemaOnly: true}\n");
    Exhibit owned = as("owned", "postgres: {noOwner: false}\n");
    Exhibit fast = as("fast", "postgres: {jobs: 2}\n");
    return List.of(
        content("schemas", part, T1, "1", "0"),
        content(
            "analyze", bare, "SELECT reltuples >= 0 FROM pg_class WHERE relname = 't3'", "t", "f"),
        content("schemaOnly", empty, "SELECT count(*) > 0 FROM public.t1", "t", "f"),
        content("tables", few, "SELECT count(*) FROM pg_tables WHERE tablename = 't2'", "1", "0"),
        content(
            "noPrivileges",
            bare,
            "SELECT has_table_privilege('two', 'public.t1', 'SELECT')",
            "t",
            "f"),
        // without it, roles that the database's owner may not act as are told of
        trial(POSTGRES + "noOwner", all, owned)
            .shows(CopyLooks.unless("must be member of role .*one"), YES, NO),
        content(
            "roleMapping",
            as("mapped", "postgres: {roleMapping: {two: three}}\n"),
            "SELECT has_table_privilege('three', 'public.t1', 'SELECT')",
            "f",
            "t"),
        trial(POSTGRES + "jobs", all, fast).shows(programs(), "one", "several"),
        trial("spec.mysql", all, as("mysql", "mysql: {routines: false, events: false}\n"))
            .shows(CopyLooks.phase(), "Completed", "never"));
  }

  /** In databases that are called as the objects are. */
  private Trial content(String field, Exhibit other, String query, String one, String two) {
    Look look = CopyLooks.completed(stage -> stage.sql("fields_" + stage.name(), query));
    return trial(POSTGRES + field, all, other).shows(look, one, two);
  }

  private static Look programs() {
    return CopyLooks.completed(
        stage -> {
          String mark =
              "database=%s application_name=db-provision-operator copy"
                  .formatted(stage.status("/restore/temporaryDatabase"));
          long sessions =
              stage.site().first().log().lines().filter(line -> line.contains(mark)).count();
          return sessions > 1 ? "several" : "one";
        });
  }

  private List<Trial> refused() {
    return List.of(
        refused("createDatabase", "nocreate", "createDatabase: false")
            .when("without `databaseRef`"),
        refused("dropExisting", "drop", "dropExisting: true").when("without `inPlace`"));
  }

  private Trial refused(String field, String name, String block) {
    return trial(POSTGRES + field, all, as(name, "postgres: {" + block + "}\n"))
        .shows(CopyLooks.phase(), "Completed", "never");
  }

  private List<Trial> sources() {
    Exhibit unknown = restore("unknown", NEW.formatted("unknown").replace("sealed", "nothing"));
    Exhibit elsewhere =
        restore(
            "elsewhere",
            NEW.formatted("elsewhere")
                .replace("name: sealed", "name: sealed, namespace: '{other}'"));
    Exhibit late = as("late", "activeDeadlineSeconds: 1\n");
    return List.of(
        trial("spec.backupRef.name", all, unknown)
            .shows(CopyLooks.unless("nothing was not found"), YES, NO),
        trial("spec.backupRef.namespace", all, elsewhere)
            .shows(CopyLooks.unless("\\S+/sealed was not found"), YES, NO),
        trial("spec.activeDeadlineSeconds", all, late)
            .shows(CopyLooks.unless("activeDeadlineSeconds \\(1\\)"), YES, NO));
  }

  private List<Trial> targets() {
    Exhibit newer =
        restore(
            "newer",
            FROM + "target: {instanceRef: {name: newer}, databaseName: fields_newer_one}\n");
    Exhibit far =
        restore(
            "far",
            FROM
                + "target: {instanceRef: {name: pg, namespace: '{other}'}, databaseName:"
                + " fields_far}\n");
    Exhibit shared =
        restore(
            "shared",
            FROM
                + "target: {clusterInstanceRef: {name: fields-pg}, databaseName: fields_shared}\n");
    Exhibit sharedNewer =
        restore(
            "sharednewer",
            FROM
                + "target: {clusterInstanceRef: {name: fields-newer}, databaseName:"
                + " fields_sharednewer}\n");
    Look where =
        CopyLooks.completed(
            stage -> {
              String query =
                  "SELECT count(*) FROM pg_database WHERE datname = '%s'"
                      .formatted(stage.status("/restore/targetDatabase"));
              return stage.sql(query) + " " + stage.site().newer().query("postgres", query);
            });
    return List.of(
        trial(TARGET + "databaseName", all, newer)
            .shows(Looks.status("/restore/targetDatabase"), "fields_all", "fields_newer_one"),
        trial(TARGET + "instanceRef.name", all, newer).shows(where, "1 0", "0 1"),
        trial(TARGET + "instanceRef.namespace", all, far).shows(where, "1 0", "0 1"),
        trial(TARGET + "clusterInstanceRef.name", shared, sharedNewer).shows(where, "1 0", "0 1"));
  }

  /** Into databases that have the tables already. */
  private List<Trial> rowsAlone() {
    String tables =
        "SET ROLE one; CREATE TABLE public.t1 (i int, md5 text); CREATE TABLE public.t2 (a int);"
            + " CREATE SCHEMA second; CREATE TABLE second.t3 (a int); CREATE SCHEMA third; CREATE"
            + " TABLE third.t4 (a int)";
    String guard =
        "; CREATE FUNCTION public.no() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION"
            + " ''kept out''; END'; CREATE TRIGGER no BEFORE INSERT ON public.t1 FOR EACH ROW"
            + " EXECUTE FUNCTION public.no()";
    Exhibit furnished =
        BackupTrials.database("furnished").after(Looks.executeIn("fields_furnished", tables));
    Exhibit guarded =
        BackupTrials.database("guarded").after(Looks.executeIn("fields_guarded", tables + guard));
    String to = FROM + "target: {databaseRef: {name: %s}}\n";
    String rows = "postgres: {dataOnly: true%s}\n";
    Exhibit whole = restore("whole", to.formatted("furnished")).needing(furnished);
    Exhibit alone =
        restore("alone", to.formatted("furnished") + rows.formatted("")).needing(furnished, whole);
    Exhibit stopped =
        restore("stopped", to.formatted("guarded") + rows.formatted("")).needing(guarded);
    Exhibit past =
        restore("past", to.formatted("guarded") + rows.formatted(", disableTriggers: true"))
            .needing(guarded, stopped);
    return List.of(
        trial(POSTGRES + "dataOnly", whole, alone)
            .shows(CopyLooks.unless("fields_furnished"), NO, YES),
        trial(POSTGRES + "disableTriggers", stopped, past)
            .shows(CopyLooks.unless("kept out"), NO, YES));
  }

  private List<Trial> databases() {
    Exhibit empty = BackupTrials.database("hollow");
    Exhibit filled =
        BackupTrials.database("filled")
            .after(
                Looks.executeIn(
                    "fields_filled", "SET ROLE one; CREATE TABLE public.other (a int)"));
    Exhibit other = BackupTrials.database("cleared");
    String to = FROM + "target: {databaseRef: {name: %s}%s}\n";
    Exhibit intoEmpty = restore("intoempty", to.formatted("hollow", "")).needing(empty);
    Exhibit intoOther = restore("intoother", to.formatted("cleared", "")).needing(other);
    Exhibit far =
        restore("intofar", to.formatted("hollow, namespace: '{other}'", "")).needing(empty);
    Exhibit refused = restore("notempty", to.formatted("filled", "")).needing(filled);
    Exhibit careless =
        restore("careless", to.formatted("filled", ", inPlace: true")).needing(filled, refused);
    Exhibit replacing =
        restore("replacing", to.formatted("filled", ", inPlace: true") + CONSENT)
            .needing(filled, refused, careless);
    Look target = Looks.status("/restore/targetDatabase");
    return List.of(
        trial(TARGET + "databaseRef.name", intoEmpty, intoOther)
            .shows(CopyLooks.completed(target), "fields_hollow", "fields_cleared"),
        trial(TARGET + "databaseRef.namespace", intoEmpty, far)
            .shows(CopyLooks.unless("\\S+/hollow does not exist"), YES, NO),
        trial(TARGET + "inPlace", refused, replacing)
            .shows(CopyLooks.unless("fields_filled"), NO, YES),
        trial("spec.confirmation.acknowledgeDataLoss", careless, replacing)
            .shows(CopyLooks.unless("acknowledgeDataLoss"), NO, YES));
  }
}
