package io.dbprovision.distribution.fields;

import static io.dbprovision.distribution.fields.DatabaseTrials.DATABASE;

import io.dbprovision.distribution.fields.Trial.Act;
import io.dbprovision.distribution.fields.Trial.Look;
import io.dbprovision.distribution.fields.Trial.Yaml;
import java.util.ArrayList;
import java.util.List;

/** Of {@code Database}: what lies within, and whom it belongs to. */
final class DatabaseContentTrials {
  private static final String KIND = "Database";
  private static final String POSTGRES = "spec.postgres.";

  /**
   * The operator drops none of these; the trial does, once it has seen that they are still there.
   */
  private static final String STAYS = "what is taken out stays";

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

  private DatabaseContentTrials() {}

  static List<Trial> all() {
    List<Trial> trials = new ArrayList<>(inside());
    trials.addAll(defaults());
    trials.addAll(ownership());
    trials.addAll(everybody());
    return trials;
  }

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
    return List.of(
        Trial.of(KIND, path + "role", spec)
            .values("one", "two")
            .shows(defaults, first, "two public r SELECT"),
        Trial.of(KIND, path + "schema", spec)
            .values("public", "red")
            .shows(defaults, first, "one red r SELECT"),
        Trial.of(KIND, path + "objectType", spec)
            .values("tables", "sequences")
            .shows(defaults, first, "one public S SELECT"),
        Trial.of(KIND, path + "privileges", spec)
            .values(new Yaml("[SELECT]"), new Yaml("[INSERT]"))
            .shows(defaults, first, "one public r INSERT"));
  }

  /** What PUBLIC has. */
  private static List<Trial> everybody() {
    String path = POSTGRES + "revokePublic.";
    return List.of(
        Trial.of(KIND, path + "database", DATABASE)
            .values(false, true)
            .shows(
                Looks.database(
                    "(SELECT count(*) FROM aclexplode(coalesce(datacl, acldefault('d', datdba))) a WHERE a.grantee = 0)"),
                "2",
                "0"),
        Trial.of(KIND, path + "schemaPublic", DATABASE)
            .values(false, true)
            .shows(
                Looks.sqlIn(
                    "{n}",
                    "SELECT count(*) FROM pg_namespace n, aclexplode(coalesce(nspacl, acldefault('n', nspowner))) a WHERE nspname = 'public' AND a.grantee = 0"),
                "1",
                "0"));
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
