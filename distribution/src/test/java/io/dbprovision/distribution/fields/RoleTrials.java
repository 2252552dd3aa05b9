package io.dbprovision.distribution.fields;

import static io.dbprovision.distribution.fields.Trial.ABSENT;

import java.util.ArrayList;
import java.util.List;

/** {@code DatabaseRole}, and what logins have in common with roles. */
final class RoleTrials {
  private static final String KIND = "DatabaseRole";
  private static final String ROLE = "roleName: '{n}'\ninstanceRef: {name: pg}\n";
  private static final String CLUSTER_ROLE =
      "roleName: '{n}'\nclusterInstanceRef: {name: fields-pg}\n";
  private static final String COMMENT =
      "SELECT regexp_replace(shobj_description(oid, 'pg_authid'), ' ?\\[dbops.*', '') FROM pg_roles WHERE rolname = '{n}'";

  private RoleTrials() {}

  static List<Trial> all() {
    List<Trial> trials = new ArrayList<>(attributes(KIND, ROLE));
    trials.add(
        Trial.of(KIND, "spec.postgres.login", ROLE)
            .values(ABSENT, true)
            .shows(Looks.role("rolcanlogin"), "f", "t"));
    trials.add(
        Trial.of(KIND, "spec.roleName", "instanceRef: {name: pg}\n")
            .values("{n}", "{n}_other")
            .shows(Looks.sql("SELECT 1 FROM pg_roles WHERE rolname = '{n}'"), "1", "never"));
    trials.addAll(
        Policies.drift(
            KIND,
            ROLE + "postgres: {createDB: false}\n",
            stage -> {},
            Looks.execute("ALTER ROLE {n} CREATEDB"),
            Looks.role("rolcreatedb"),
            "f",
            "t"));
    trials.addAll(References.of(KIND, "roleName: '{n}'\n", References.ROLE));
    trials.add(
        Trial.of("ClusterDatabaseRole", "spec.managedResourceComment", CLUSTER_ROLE)
            .values("for reports", "for audits")
            .shows(Looks.sql(COMMENT), "for reports", "for audits"));
    trials.addAll(GrantTrials.entries(KIND, ROLE, stage -> {}));
    return trials;
  }

  /** What a role and a login have in common. */
  static List<Trial> attributes(String kind, String spec) {
    String privileged = spec.replace("{name: pg}", "{name: root}");
    List<Trial> trials = new ArrayList<>();
    trials.add(flag(kind, spec, "createDB", "rolcreatedb"));
    trials.add(flag(kind, spec, "createRole", "rolcreaterole"));
    trials.add(
        Trial.of(kind, "spec.postgres.inherit", spec)
            .values(ABSENT, false)
            .shows(Looks.role("rolinherit"), "t", "f"));
    for (String field : List.of("superuser", "replication", "bypassRLS")) {
      String column =
          "rol" + (field.equals("superuser") ? "super" : field.toLowerCase(java.util.Locale.ROOT));
      trials.add(flag(kind, privileged, field, column).when("the operator's login is a superuser"));
      trials.add(flag(kind, spec, field, column).when("it is not"));
    }
    trials.add(
        Trial.of(kind, "spec.postgres.connectionLimit", spec)
            .values(ABSENT, 7)
            .shows(Looks.role("rolconnlimit"), "-1", "7"));
    trials.add(
        Trial.of(kind, "spec.postgres.validUntil", spec)
            .values(ABSENT, "2031-02-03T04:05:06Z")
            .shows(
                Looks.role(
                    "coalesce(nullif(extract(epoch FROM rolvaliduntil), 'infinity')::bigint::text, 'never')"),
                "never",
                "1927857906"));
    trials.add(
        Trial.of(kind, "spec.postgres.configParameters", spec)
            .values(ABSENT, new Trial.Yaml("{work_mem: 8MB}"))
            .shows(Looks.role("coalesce(rolconfig::text, '')"), "", "{work_mem=8MB}"));
    trials.add(
        Trial.of(kind, "spec.postgres.inRoles", spec)
            .values(new Trial.Yaml("[one]"), new Trial.Yaml("[two]"))
            .shows(memberOf(), "one", "two"));
    return trials;
  }

  static Trial.Look memberOf() {
    return Looks.sql(
        "SELECT g.rolname FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid JOIN pg_roles r ON r.oid = m.member WHERE r.rolname = '{n}' ORDER BY 1");
  }

  private static Trial flag(String kind, String spec, String field, String column) {
    return Trial.of(kind, "spec.postgres." + field, spec)
        .values(ABSENT, true)
        .shows(Looks.role(column), "f", "t");
  }
}
