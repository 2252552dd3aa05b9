package io.dbprovision.distribution.fields;

import static io.dbprovision.distribution.fields.Trial.ABSENT;

import io.dbprovision.distribution.fields.Trial.Act;
import io.dbprovision.distribution.fields.Trial.Look;
import io.dbprovision.distribution.fields.Trial.Yaml;
import java.util.ArrayList;
import java.util.List;

/** {@code Database}. */
final class DatabaseTrials {
  private static final String KIND = "Database";
  private static final String POSTGRES = "spec.postgres.";
  static final String DATABASE =
      "name: '{n}'\ninstanceRef: {name: pg}\ndeletionProtection: false\n";

  private DatabaseTrials() {}

  static List<Trial> all() {
    List<Trial> trials = new ArrayList<>(general());
    trials.addAll(scripts());
    trials.addAll(options());
    trials.addAll(DatabaseContentTrials.all());
    trials.add(Policies.protection(KIND, "name: '{n}'\ninstanceRef: {name: pg}\n"));
    trials.addAll(
        Policies.drift(
            KIND,
            DATABASE + "postgres: {connectionLimit: 5}\n",
            stage -> {},
            Looks.execute("ALTER DATABASE {n} CONNECTION LIMIT 9"),
            Looks.database("datconnlimit"),
            "5",
            "9"));
    trials.addAll(
        References.of(KIND, "name: '{n}'\ndeletionProtection: false\n", References.DATABASE));
    return trials;
  }

  private static List<Trial> general() {
    Look left = Looks.left(References.DATABASE);
    return List.of(
        Trial.of(KIND, "spec.name", "instanceRef: {name: pg}\n")
            .values("{n}", "{n}_other")
            .shows(Looks.sql(References.DATABASE), "1", "never"),
        Trial.of(KIND, "spec.owner", DATABASE)
            .values("one", "two")
            .shows(Looks.database("pg_get_userbyid(datdba)"), "one", "two"),
        Trial.of(KIND, "spec.deletionPolicy", DATABASE)
            .values("Delete", "Retain")
            .doing(Stage::delete)
            .after(Looks.execute("DROP DATABASE IF EXISTS {n}"))
            .shows(left, "0", "1"),
        Trial.of(KIND, "spec.deletionPolicy", DATABASE)
            .when("`Snapshot` without `spec.snapshot`")
            .values("Delete", "Snapshot")
            .shows(Looks.reason("Synced"), "ReconcileSuccess", "never"),
        // what it does on deletion is LastBackupIT's
        Trial.of(KIND, "spec.snapshot", DATABASE + "deletionPolicy: Snapshot\n")
            .values(ABSENT, new Yaml("{storage: {type: pvc, pvc: {claimName: c}}}"))
            .shows(Looks.reason("Synced"), "UnsupportedByEngine", "ReconcileSuccess"));
  }

  private static List<Trial> scripts() {
    String path = "spec.initSQL.";
    Look mark = Looks.sqlIn("{n}", "SELECT v FROM public.mark");
    String three = "initSQL: {configMapRef: {name: '{n}', key: a}}\n";
    String secret = "initSQL: {secretRef: {name: '{n}', key: a}}\n";
    Act sources =
        stage -> {
          for (String name : List.of("{n}", "{n}b")) {
            Looks.apply(texts("ConfigMap", "data", name)).on(stage);
            Looks.apply(texts("Secret", "stringData", name)).on(stage);
          }
          stage
              .site()
              .cluster()
              .apply(
                  stage.site().other(),
                  stage.say(texts("ConfigMap", "data", "{n}").replace("'one'", "'else'")));
          stage
              .site()
              .cluster()
              .apply(
                  stage.site().other(),
                  stage.say(texts("Secret", "stringData", "{n}").replace("'one'", "'else'")));
        };
    List<Trial> trials = new ArrayList<>();
    trials.add(
        Trial.of(KIND, path + "inline", DATABASE)
            .values(new Yaml(inline("one")), new Yaml(inline("two")))
            .shows(mark, "one", "two"));
    for (String source : List.of("configMapRef", "secretRef")) {
      String spec = DATABASE + (source.equals("secretRef") ? secret : three);
      trials.add(
          Trial.of(KIND, path + source + ".key", spec)
              .values("a", "b")
              .before(sources)
              .shows(mark, "one", "two"));
      trials.add(
          Trial.of(KIND, path + source + ".name", spec)
              .values("{n}", "{n}b")
              .before(sources)
              .shows(mark, "one", "{n}b"));
      trials.add(
          Trial.of(KIND, path + source + ".namespace", spec)
              .values(ABSENT, "{other}")
              .before(sources)
              .shows(mark, "one", "else"));
    }
    trials.add(
        Trial.of(KIND, path + "failurePolicy", DATABASE + "initSQL: {inline: [SELECT 1/0]}\n")
            .values("Block", "Continue")
            .shows(Looks.condition("Ready"), "False", "True"));
    trials.add(
        Trial.of(
                KIND,
                path + "transaction",
                DATABASE + "initSQL: {inline: [SELECT 1, SELECT 1/0]}\n")
            .values(false, true)
            // what is in effect is not run again in one and the same database
            .doing(DatabaseTrials::makeAnew)
            .shows(Looks.status("/initSQL/statementsExecuted"), "1", "0"));
    trials.add(
        Trial.of(
                KIND,
                path + "timeout",
                DATABASE + "initSQL: {inline: [SELECT 1 / (count(pg_sleep(1)) - 1)]}\n")
            .values("500ms", "10s")
            .shows(
                stage ->
                    stage.status("/initSQL/error").contains(path + "timeout") ? "ended" : "failed",
                "ended",
                "failed"));
    return trials;
  }

  private static void makeAnew(Stage stage) {
    stage.execute("DROP DATABASE {n} (FORCE)");
    stage.await("it is made again", () -> Looks.sql(References.DATABASE).at(stage).equals("1"));
  }

  private static String inline(String mark) {
    return "['CREATE TABLE IF NOT EXISTS public.mark (v text)', 'DELETE FROM public.mark', \"INSERT INTO public.mark VALUES ('"
        + mark
        + "')\"]";
  }

  private static String texts(String kind, String data, String name) {
    String text =
        "    CREATE TABLE IF NOT EXISTS public.mark (v text)\n    ---\n    DELETE FROM public.mark\n    ---\n    INSERT INTO public.mark VALUES ('%s')\n";
    return "apiVersion: v1\nkind: %s\nmetadata: {name: '%s', annotations: {dbops.dbprovision.io/allow-from: '*'}}\n%s:\n  a: |\n%s  b: |\n%s"
        .formatted(
            kind,
            name,
            data,
            text.formatted(name.equals("{n}") ? "one" : name),
            text.formatted("two"));
  }

  private static List<Trial> options() {
    return List.of(
        Trial.of(KIND, POSTGRES + "allowConnections", DATABASE)
            .values(true, false)
            .shows(Looks.database("datallowconn"), "t", "f"),
        Trial.of(KIND, POSTGRES + "connectionLimit", DATABASE)
            .values(ABSENT, 7)
            .shows(Looks.database("datconnlimit"), "-1", "7"),
        Trial.of(KIND, POSTGRES + "isTemplate", DATABASE)
            .values(false, true)
            .shows(Looks.database("datistemplate"), "f", "t"),
        Trial.of(KIND, POSTGRES + "encoding", DATABASE)
            .values("UTF8", "LATIN1")
            .shows(Looks.database("pg_encoding_to_char(encoding)"), "UTF8", "LATIN1"),
        Trial.of(KIND, POSTGRES + "lcCollate", DATABASE)
            .values("C", "C.UTF-8")
            .shows(Looks.database("datcollate"), "C", "C.UTF-8"),
        Trial.of(KIND, POSTGRES + "lcCtype", DATABASE)
            .values("C", "C.UTF-8")
            .shows(Looks.database("datctype"), "C", "C.UTF-8"),
        Trial.of(KIND, POSTGRES + "tablespace", DATABASE)
            .values("pg_default", "fast")
            .shows(
                Looks.sql(
                    "SELECT t.spcname FROM pg_database d JOIN pg_tablespace t ON t.oid = d.dattablespace WHERE datname = '{n}'"),
                "pg_default",
                "fast"),
        Trial.of(KIND, POSTGRES + "template", DATABASE)
            .when("when it is made")
            .values("template0", "mould")
            .doing(DatabaseTrials::makeAnew)
            .shows(
                Looks.sqlIn(
                    "{n}", "SELECT count(*) FROM pg_tables WHERE tablename = 'cast_of_mould'"),
                "0",
                "1"));
  }
}
