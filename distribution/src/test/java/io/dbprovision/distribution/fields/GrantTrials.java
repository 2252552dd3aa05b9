package io.dbprovision.distribution.fields;

import static io.dbprovision.distribution.fields.Trial.ABSENT;

import io.dbprovision.distribution.fields.Trial.Act;
import io.dbprovision.distribution.fields.Trial.Look;
import io.dbprovision.distribution.fields.Trial.Yaml;
import java.util.ArrayList;
import java.util.List;

/** {@code DatabaseGrant}, and the grants that a role has in its own block. */
final class GrantTrials {
  private static final String KIND = "DatabaseGrant";
  static final String GRANT = "userRef: {name: '{n}'}\ndeletionProtection: false\n";
  private static final String ENTRY = "spec.postgres.grants[].";

  /** What the trial's login holds in a database, each as {@code object:privilege}. */
  private static final String HELD =
      """
      SELECT h.what || ':' || a.privilege_type || CASE WHEN a.is_grantable THEN '*' ELSE '' END
      FROM (SELECT c.relnamespace::regnamespace::text || '.' || c.relname::text AS what, relacl AS acl FROM pg_class c WHERE relacl IS NOT NULL
            UNION ALL SELECT t.relname::text || '(' || c.attname::text || ')', attacl FROM pg_attribute c JOIN pg_class t ON t.oid = c.attrelid WHERE attacl IS NOT NULL
            UNION ALL SELECT proname::text, proacl FROM pg_proc WHERE proacl IS NOT NULL
            UNION ALL SELECT typname::text, typacl FROM pg_type WHERE typacl IS NOT NULL
            UNION ALL SELECT oid::text, lomacl FROM pg_largeobject_metadata WHERE lomacl IS NOT NULL
            UNION ALL SELECT 'default ' || defaclrole::regrole::text || ' ' || coalesce(nullif(defaclnamespace, 0)::regnamespace::text, '') || ' ' || defaclobjtype::text, defaclacl FROM pg_default_acl
      ) h, aclexplode(h.acl) a JOIN pg_roles r ON r.oid = a.grantee
      WHERE r.rolname = '{n}' ORDER BY 1""";

  private GrantTrials() {}

  static Look held() {
    return heldIn("shop");
  }

  private static Look heldIn(String database) {
    return Looks.sqlIn(database, HELD);
  }

  static Act user() {
    return user("{n}", "pg");
  }

  private static Act user(String name, String instance) {
    return Looks.object(
        "DatabaseUser", name, "username: '" + name + "'\ninstanceRef: {name: " + instance + "}\n");
  }

  static List<Trial> all() {
    List<Trial> trials = new ArrayList<>(entries(KIND, GRANT, user()));
    trials.addAll(defaults());
    trials.addAll(memberships());
    trials.addAll(grantees());
    String table = block("{database: shop, schema: public, tables: [t1], privileges: [SELECT]}");
    trials.add(Policies.protection(KIND, "userRef: {name: '{n}'}\n" + table, user()));
    trials.addAll(
        Policies.drift(
            KIND,
            GRANT + table,
            user(),
            Looks.executeIn("shop", "REVOKE SELECT ON public.t1 FROM {n}"),
            held(),
            "public.t1:SELECT",
            ""));
    return trials;
  }

  private static String block(String entry) {
    return "postgres:\n  grants:\n  - " + entry + "\n";
  }

  /** The entries of {@code grants}. */
  static List<Trial> entries(String kind, String spec, Act before) {
    List<Trial> trials = new ArrayList<>();
    String on = "{database: shop, schema: public, ";
    trials.add(
        entry(kind, spec, "tables", on + "privileges: [SELECT]}")
            .values(new Yaml("[t1]"), new Yaml("[t2]"))
            .shows(held(), "public.t1:SELECT", "public.t2:SELECT"));
    trials.add(
        entry(kind, spec, "privileges", on + "tables: [t1]}")
            .values(new Yaml("[SELECT]"), new Yaml("[INSERT]"))
            .shows(held(), "public.t1:SELECT", "public.t1:INSERT"));
    trials.add(
        entry(kind, spec, "schema", "{database: shop, tables: [t1], privileges: [SELECT]}")
            .values("public", "second")
            .shows(held(), "public.t1:SELECT", "second.t1:SELECT"));
    trials.add(
        entry(kind, spec, "columns", on + "tables: [t1], privileges: [SELECT]}")
            .values(ABSENT, new Yaml("[a]"))
            .shows(held(), "public.t1:SELECT", "t1(a):SELECT"));
    trials.add(
        entry(kind, spec, "database", "{schema: public, tables: [t1], privileges: [SELECT]}")
            .values("shop", "store")
            .shows(Looks.both(held(), heldIn("store")), "public.t1:SELECT ", " public.t1:SELECT"));
    trials.add(
        entry(kind, spec, "withGrantOption", on + "tables: [t1], privileges: [SELECT]}")
            .values(ABSENT, true)
            .shows(held(), "public.t1:SELECT", "public.t1:SELECT*"));
    trials.add(
        entry(kind, spec, "sequences", on + "privileges: [USAGE]}")
            .values(new Yaml("[s1]"), new Yaml("[s2]"))
            .shows(held(), "public.s1:USAGE", "public.s2:USAGE"));
    trials.add(
        entry(kind, spec, "functions", on + "privileges: [EXECUTE]}")
            .values(new Yaml("[f1]"), new Yaml("[f2]"))
            .shows(held(), "f1:EXECUTE", "f2:EXECUTE"));
    trials.add(
        entry(kind, spec, "procedures", on + "privileges: [EXECUTE]}")
            .values(new Yaml("[p1]"), new Yaml("[p2]"))
            .shows(held(), "p1:EXECUTE", "p2:EXECUTE"));
    trials.add(
        entry(kind, spec, "types", on + "privileges: [USAGE]}")
            .values(new Yaml("[c1]"), new Yaml("[c2]"))
            .shows(held(), "c1:USAGE", "c2:USAGE"));
    trials.add(
        entry(kind, spec, "largeObjects", "{database: shop, privileges: [SELECT]}")
            .values(new Yaml("['4001']"), new Yaml("['4002']"))
            .shows(held(), "4001:SELECT", "4002:SELECT"));
    return trials.stream().map(trial -> trial.before(before)).toList();
  }

  private static Trial entry(String kind, String spec, String field, String entry) {
    return Trial.of(kind, ENTRY + field, spec + block(entry));
  }

  private static List<Trial> defaults() {
    String path = "spec.postgres.defaultPrivileges[].";
    String whole =
        "{database: shop, schema: public, grantedBy: one, objectType: tables, privileges: [SELECT]}";
    String spec = GRANT + "postgres:\n  defaultPrivileges:\n  - " + whole + "\n";
    String first = "default one public r:SELECT";
    List<Trial> trials = new ArrayList<>();
    trials.add(
        Trial.of(KIND, path + "database", spec)
            .values("shop", "store")
            .shows(Looks.both(held(), heldIn("store")), first + " ", " " + first));
    trials.add(
        Trial.of(KIND, path + "schema", spec)
            .values("public", "second")
            .shows(held(), first, "default one second r:SELECT"));
    trials.add(
        Trial.of(KIND, path + "grantedBy", spec)
            .values("one", "two")
            .shows(held(), first, "default two public r:SELECT"));
    trials.add(
        Trial.of(KIND, path + "objectType", spec)
            .values("tables", "sequences")
            .shows(held(), first, "default one public S:SELECT"));
    trials.add(
        Trial.of(KIND, path + "privileges", spec)
            .values(new Yaml("[SELECT]"), new Yaml("[INSERT]"))
            .shows(held(), first, "default one public r:INSERT"));
    return trials.stream().map(trial -> trial.before(user())).toList();
  }

  private static List<Trial> memberships() {
    String path = "spec.postgres.memberships[].";
    String spec = GRANT + "postgres:\n  memberships:\n  - {role: one}\n";
    String membership =
        " FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid JOIN pg_roles r ON r.oid = m.member WHERE r.rolname = '{n}' ORDER BY 1";
    List<Trial> trials = new ArrayList<>();
    trials.add(
        Trial.of(KIND, "spec.postgres.roles", GRANT)
            .values(new Yaml("[one]"), new Yaml("[two]"))
            .shows(RoleTrials.memberOf(), "one", "two")
            .before(user()));
    trials.add(
        Trial.of(KIND, path + "role", spec)
            .values("one", "two")
            .shows(RoleTrials.memberOf(), "one", "two")
            .before(user()));
    trials.add(
        Trial.of(KIND, path + "admin", spec)
            .values(ABSENT, true)
            .shows(Looks.sql("SELECT g.rolname, m.admin_option" + membership), "one f", "one t")
            .before(user()));
    for (String option : List.of("inherit", "set")) {
      trials.add(
          Trial.of(KIND, path + option, spec)
              .when("before PostgreSQL 16")
              .values(ABSENT, false)
              .shows(RoleTrials.memberOf(), "one", "never")
              .before(user()));
      trials.add(
          Trial.of(KIND, path + option, spec)
              .when("PostgreSQL 16 and later")
              .values(true, false)
              .shows(
                  Looks.newer("SELECT g.rolname, m." + option + "_option" + membership),
                  "one t",
                  "one f")
              .before(user("{n}", "newer")));
    }
    return trials;
  }

  /** Whom it is for, and what it waits for. */
  private static List<Trial> grantees() {
    String table = block("{database: shop, schema: public, tables: [t1], privileges: [SELECT]}");
    String open = "deletionProtection: false\n" + table;
    Look holders =
        Looks.sqlIn(
            "shop",
            "SELECT r.rolname FROM pg_class c, aclexplode(c.relacl) a JOIN pg_roles r ON r.oid = a.grantee WHERE c.oid = 'public.t1'::regclass AND r.rolname LIKE '{n}%' ORDER BY 1");
    Act roles =
        stage -> {
          for (String name : List.of("{n}", "{n}b")) {
            Looks.object(
                    "DatabaseRole", name, "roleName: '" + name + "'\ninstanceRef: {name: pg}\n")
                .on(stage);
          }
        };
    Look ready = Looks.condition("Ready");
    return List.of(
        Trial.of(KIND, "spec.userRef.name", open)
            .values("{n}", "{n}b")
            .shows(holders, "{n}", "{n}b")
            .before(user(), user("{n}b", "pg")),
        Trial.of(KIND, "spec.userRef.namespace", open + "userRef: {name: '{n}'}\n")
            .values(ABSENT, "{other}")
            .shows(ready, "True", "False")
            .before(user()),
        Trial.of(KIND, "spec.roleRef.name", open)
            .values("{n}", "{n}b")
            .shows(holders, "{n}", "{n}b")
            .before(roles),
        Trial.of(KIND, "spec.roleRef.namespace", open + "roleRef: {name: '{n}'}\n")
            .values(ABSENT, "{other}")
            .shows(ready, "True", "False")
            .before(roles),
        Trial.of(KIND, "spec.databaseRef.name", GRANT + table)
            .values("shared", "nobody")
            .shows(ready, "True", "False")
            .before(user()),
        Trial.of(
                KIND, "spec.databaseRef.namespace", GRANT + table + "databaseRef: {name: shared}\n")
            .values(ABSENT, "{other}")
            .shows(ready, "True", "False")
            .before(user()),
        Trial.of(
                "ClusterDatabaseGrant",
                "spec.clusterInstanceRef.name",
                open + "userRef: {name: '{n}', namespace: '{ns}'}\n")
            .values("fields-pg", "fields-newer")
            .shows(ready, "True", "False")
            .before(
                Looks.object(
                    "DatabaseUser",
                    "{n}",
                    "username: '{n}'\nclusterInstanceRef: {name: fields-pg}\n")));
  }
}
