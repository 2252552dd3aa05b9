package io.dbprovision.distribution.fields;

import static io.dbprovision.distribution.fields.Trial.ABSENT;

import io.dbprovision.distribution.fields.Trial.Act;
import io.dbprovision.distribution.fields.Trial.Look;
import io.dbprovision.distribution.fields.Trial.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@code Database}. */
final class DatabaseTrials {
  private static final String KIND = "Database";
  private static final String POSTGRES = "spec.postgres.";
  private static final String DATABASE =
      "name: '{n}'\ninstanceRef: {name: pg}\ndeletionProtection: false\n";

  /**
   * The operator drops none of these; the trial does, once it has seen that they are still there.
   */
  private static final String STAYS = "what is taken out stays";

  private DatabaseTrials() {}

  /** Takes back all default privileges of a database. */
  private static final String FORGET =
      """
      DO $$ DECLARE statement text; BEGIN
        FOR statement IN
          SELECT format('ALTER DEFAULT PRIVILEGES FOR ROLE %s %s REVOKE ALL ON %s FROM %s', d.defaclrole::regrole,
                        CASE WHEN d.defaclnamespace <> 0 THEN 'IN SCHEMA ' || d.defaclnamespace::regnamespace ELSE '' END,
                        CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS' WHEN 'T' THEN 'TYPES' ELSE 'SCHEMAS' END,
                        a.grantee::regrole)
          FROM pg_default_acl d, aclexplode(d.defaclacl) a WHERE a.grantee <> 0 AND a.grantee <> d.defaclrole
        LOOP EXECUTE statement; END LOOP;
      END $$""";

  /** Only after the second value was looked at. */
  private static Act then(Act act) {
    return stage -> {
      boolean second = stage.noted("looked").equals("once");
      stage.note("looked", second ? "twice" : stage.noted("looked").isEmpty() ? "once" : "often");
      if (second) {
        act.on(stage);
      }
    };
  }

  private static Act inside(String... statements) {
    return Looks.executeIn("{n}", statements);
  }

  static List<Trial> all() {
    List<Trial> trials = new ArrayList<>(general());
    trials.addAll(scripts());
    trials.addAll(options());
    trials.addAll(inside());
    trials.addAll(defaults());
    trials.addAll(ownership());
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
        References.of(
            KIND,
            "name: '{n}'\ndeletionProtection: false\n",
            "DROP DATABASE IF EXISTS {n} (FORCE)",
            References.DATABASE));
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
            .when("`Snapshot`")
            .values("Delete", "Snapshot")
            .shows(Looks.reason("Synced"), "ReconcileSuccess", "never"));
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
            .shows(Looks.status("/initSQL/statementsExecuted"), "1", "0"));
    return trials;
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
            .doing(
                stage -> {
                  stage.execute("DROP DATABASE {n} (FORCE)");
                  stage.await(
                      "it is made again",
                      () -> Looks.sql(References.DATABASE).at(stage).equals("1"));
                })
            .shows(
                Looks.sqlIn(
                    "{n}", "SELECT count(*) FROM pg_tables WHERE tablename = 'cast_of_mould'"),
                "0",
                "1"));
  }

  /** What lies within a database. */
  private static List<Trial> inside() {
    Look schemas =
        Looks.sqlIn(
            "{n}",
            "SELECT nspname, pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname IN ('red', 'blue') ORDER BY 1 DESC");
    Look extensions =
        Looks.sqlIn(
            "{n}",
            "SELECT e.extname, e.extversion, n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE extname IN ('hstore', 'citext') ORDER BY 1 DESC");
    String red = DATABASE + "postgres: {schemas: [{name: red}]}\n";
    String moved = DATABASE + "postgres: {schemas: [{name: red}], extensions: [{name: hstore}]}\n";
    return List.of(
        Trial.of(KIND, POSTGRES + "schemas[].name", DATABASE)
            .when(STAYS)
            .values("red", "blue")
            .after(then(inside("DROP SCHEMA red", "DROP SCHEMA blue")))
            .shows(schemas, "red dbops_admin", "red dbops_admin,blue dbops_admin"),
        Trial.of(KIND, POSTGRES + "schemas[].owner", red)
            .values("one", "two")
            .shows(schemas, "red one", "red two"),
        Trial.of(KIND, POSTGRES + "extensions[].name", DATABASE)
            .when(STAYS)
            .values("hstore", "citext")
            .after(then(inside("DROP EXTENSION hstore", "DROP EXTENSION citext")))
            .shows(extensions, "hstore 1.8 public", "hstore 1.8 public,citext 1.6 public"),
        Trial.of(
                KIND,
                POSTGRES + "extensions[].version",
                DATABASE + "postgres: {extensions: [{name: hstore}]}\n")
            .when("where the extension has a way from one to the other")
            .values("1.7", "1.8")
            // it has none back
            .after(then(inside("DROP EXTENSION hstore")))
            .shows(extensions, "hstore 1.7 public", "hstore 1.8 public"),
        Trial.of(KIND, POSTGRES + "extensions[].schema", moved)
            .when("the operator's login is no superuser")
            .values("public", "red")
            .shows(extensions, "hstore 1.8 public", "hstore 1.8 red"),
        Trial.of(KIND, POSTGRES + "extensions[].schema", moved.replace("name: pg", "name: root"))
            .when("it is one")
            .values("public", "red")
            .shows(extensions, "hstore 1.8 public", "hstore 1.8 red"));
  }

  private static List<Trial> defaults() {
    Look defaults =
        Looks.sqlIn(
            "{n}",
            "SELECT r.rolname, d.defaclnamespace::regnamespace, d.defaclobjtype, a.privilege_type FROM pg_default_acl d, aclexplode(d.defaclacl) a JOIN pg_roles r ON r.oid = a.grantee ORDER BY 1, 2, 3 DESC, 4 DESC");
    String spec =
        DATABASE
            + "postgres:\n  schemas: [{name: red}]\n  defaultPrivileges:\n"
            + "  - {role: one, schema: public, objectType: tables, privileges: [SELECT]}\n";
    String path = POSTGRES + "defaultPrivileges[].";
    String first = "one public r SELECT";
    return Stream.of(
            Trial.of(KIND, path + "role", spec)
                .values("one", "two")
                .shows(defaults, first, first + ",two public r SELECT"),
            Trial.of(KIND, path + "schema", spec)
                .values("public", "red")
                .shows(defaults, first, first + ",one red r SELECT"),
            Trial.of(KIND, path + "objectType", spec)
                .values("tables", "sequences")
                .shows(defaults, first, first + ",one public S SELECT"),
            Trial.of(KIND, path + "privileges", spec)
                .values(new Yaml("[SELECT]"), new Yaml("[INSERT]"))
                .shows(defaults, first, first + ",one public r INSERT"))
        .map(trial -> trial.when(STAYS).after(then(inside(FORGET))))
        .toList();
  }

  private static List<Trial> ownership() {
    String path = POSTGRES + "ownership.";
    String on = DATABASE + "postgres: {ownership: {autoOwnership: true}}\n";
    String bare =
        DATABASE + "postgres: {ownership: {autoOwnership: true, setDefaultPrivileges: false}}\n";
    Look owner = Looks.database("pg_get_userbyid(datdba)");
    String pair = "SELECT count(*) FROM pg_roles WHERE rolname IN ('db_{n}_owner', 'db_{n}_app')";
    return List.of(
        Trial.of(
                KIND,
                path + "autoOwnership",
                DATABASE + "postgres: {ownership: {setDefaultPrivileges: false}}\n")
            .when("once made they stay")
            .values(false, true)
            .after(
                then(
                    Looks.execute(
                        "ALTER DATABASE {n} OWNER TO dbops_admin",
                        "DROP ROLE db_{n}_app, db_{n}_owner")))
            .shows(owner, "dbops_admin", "db_{n}_owner"),
        Trial.of(KIND, path + "roleName", bare)
            .values("{n}_one", "{n}_two")
            .shows(owner, "{n}_one", "{n}_two"),
        Trial.of(KIND, path + "userName", bare)
            .when(STAYS)
            .values("{n}_one", "{n}_two")
            .after(then(Looks.execute("DROP ROLE {n}_one, {n}_two")))
            .shows(
                Looks.sql(
                    "SELECT r.rolname FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid JOIN pg_roles r ON r.oid = m.member WHERE g.rolname = 'db_{n}_owner' AND r.rolname LIKE '{n}%' ORDER BY 1"),
                "{n}_one",
                "{n}_one,{n}_two"),
        Trial.of(KIND, path + "setDefaultPrivileges", on)
            .when("once given they stay")
            .values(false, true)
            .after(then(inside(FORGET)))
            .shows(Looks.sqlIn("{n}", "SELECT count(*) > 0 FROM pg_default_acl"), "f", "t"),
        Trial.of(KIND, path + "dropOnDelete", bare)
            .values(true, false)
            .doing(Stage::delete)
            .after(
                Looks.execute("DROP ROLE IF EXISTS db_{n}_app", "DROP ROLE IF EXISTS db_{n}_owner"))
            .shows(Looks.left(pair), "0", "2"));
  }
}
