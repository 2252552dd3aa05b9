package io.dbprovision.distribution.fields;

import static io.dbprovision.distribution.fields.CopyLooks.NO;
import static io.dbprovision.distribution.fields.CopyLooks.YES;
import static io.dbprovision.distribution.fields.CopyLooks.trial;

import io.dbprovision.distribution.fields.Trial.Look;
import java.util.ArrayList;
import java.util.List;

/** What {@code DatabaseRestore} has for PostgreSQL, and where it goes among two servers. */
final class RestoreTrials {
  private static final String POSTGRES = "spec.postgres.";
  private static final String TARGET = "spec.target.";
  private static final String T1 = "SELECT count(*) FROM pg_tables WHERE tablename = 't1'";

  private final Origin origin;
  private final Exhibit all;

  RestoreTrials(Origin origin) {
    this.origin = origin;
    this.all = as("all", "");
  }

  private Exhibit as(String name, String more) {
    return restore(name, origin.anew(name) + more);
  }

  private Exhibit restore(String name, String spec) {
    return origin.restore(name, spec);
  }

  List<Trial> all() {
    List<Trial> trials = new ArrayList<>(contents());
    trials.addAll(refused());
    trials.addAll(targets());
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

  private List<Trial> targets() {
    Exhibit newer =
        restore("newer", "target: {instanceRef: {name: newer}, databaseName: fields_newer_one}\n");
    Exhibit far =
        restore(
            "far",
            "target: {instanceRef: {name: pg, namespace: '{other}'}, databaseName:"
                + " fields_far}\n");
    Exhibit shared =
        restore(
            "shared",
            "target: {clusterInstanceRef: {name: fields-pg}, databaseName: fields_shared}\n");
    Exhibit sharedNewer =
        restore(
            "sharednewer",
            "target: {clusterInstanceRef: {name: fields-newer}, databaseName:"
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
        origin.database("furnished").after(Looks.executeIn("fields_furnished", tables));
    Exhibit guarded =
        origin.database("guarded").after(Looks.executeIn("fields_guarded", tables + guard));
    String to = "target: {databaseRef: {name: %s}}\n";
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
}
