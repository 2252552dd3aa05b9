package io.dbprovision.distribution.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** All the ways in which a manifest for MySQL can name what is another namespace's. */
final class MyAttacks {
  private static final String ADOPT = "dbops.dbprovision.io/adopt: \"true\"";
  private static final String HOME = "instanceRef: {name: my}";

  private final MyTenants tenants;
  private final List<Attack> all = new ArrayList<>();

  private MyAttacks(MyTenants tenants) {
    this.tenants = tenants;
  }

  static List<Attack> of(MyTenants tenants) {
    MyAttacks attacks = new MyAttacks(tenants);
    attacks.names();
    attacks.roles();
    attacks.grants();
    attacks.scripts();
    return List.copyOf(attacks.all);
  }

  private void add(String kind, String field, String annotations, String... lines) {
    String name = "c%03d".formatted(all.size());
    String text =
        """
      ---
      apiVersion: dbops.dbprovision.io/v1alpha1
      kind: %s
      metadata:
        name: %s
        annotations: {%s}
      spec:
      """
                .formatted(kind, name, annotations)
            + "  "
            + String.join("\n  ", lines);
    all.add(new Attack(name, kind.toLowerCase(Locale.ROOT), field, text + "\n"));
  }

  private String fresh() {
    return "c%d_%s".formatted(all.size(), tenants.suffix());
  }

  private void user(String field, String line) {
    add("DatabaseUser", field, "", "username: " + fresh(), HOME, line);
  }

  private void names() {
    for (String annotations : List.of("", ADOPT)) {
      for (String name :
          List.of(tenants.database(), "mysql", "sys", "information_schema", "_dbops", "_dbops_x")) {
        add(
            "Database",
            "spec.name",
            annotations,
            "name: " + name,
            HOME,
            "deletionProtection: false");
      }
      for (String name : List.of(tenants.login(), tenants.role(), "root", "dbops_admin")) {
        add("DatabaseUser", "spec.username", annotations, "username: " + name, HOME);
        add("DatabaseRole", "spec.roleName", annotations, "roleName: " + name, HOME);
      }
    }
    String there = "{name: my, namespace: %s}".formatted(tenants.victim());
    add("Database", "spec.instanceRef", "", "name: " + fresh(), "instanceRef: " + there);
    add("DatabaseUser", "spec.instanceRef", "", "username: " + fresh(), "instanceRef: " + there);
    String secret =
        "{name: %s, namespace: %s, key: password}".formatted(tenants.secret(), tenants.victim());
    user("spec.existingPasswordSecret", "existingPasswordSecret: " + secret);
  }

  private void roles() {
    for (String name : List.of(tenants.login(), tenants.role(), "root", "dbops_admin")) {
      user("spec.roles", "roles: [%s]".formatted(name));
      user(
          "spec.passwordRotation.serviceRole",
          "passwordRotation: {enabled: true, schedule: \"* * * * *\", serviceRole: {name: %s}}"
              .formatted(name));
      grant("spec.mysql.roles", "{roles: [%s]}".formatted(name));
    }
  }

  private void grant(String field, String block) {
    add(
        "DatabaseGrant",
        field,
        "",
        "deletionProtection: false",
        "userRef: {name: own}",
        "mysql: " + block);
  }

  private void grants() {
    for (String database : List.of(tenants.database(), "mysql", "_dbops", "sys")) {
      for (String entry :
          List.of(
              "{level: database, database: %s, privileges: [SELECT]}",
              "{level: database, database: %s, privileges: [ALL PRIVILEGES], withGrantOption: true}",
              "{level: table, database: %s, table: orders, privileges: [SELECT]}",
              "{level: column, database: %s, table: orders, columns: [id], privileges: [SELECT]}",
              "{level: procedure, database: %s, procedure: p, privileges: [EXECUTE]}")) {
        String block = "{grants: [%s]}".formatted(entry.formatted(database));
        grant("spec.mysql.grants", block);
        add(
            "DatabaseRole",
            "spec.mysql.grants",
            "",
            "roleName: " + fresh(),
            HOME,
            "mysql: " + block);
      }
    }
  }

  /** Statements that reach out of their database; the server has to refuse each. */
  private void scripts() {
    for (String statement :
        List.of(
            "SELECT * FROM %s.orders".formatted(tenants.database()),
            "DROP DATABASE " + tenants.database(),
            "CREATE VIEW v AS SELECT * FROM %s.orders".formatted(tenants.database()),
            "SELECT * FROM mysql.user",
            "SELECT * FROM _dbops.owner",
            "UPDATE _dbops.owner SET uid = 'mine'",
            "ALTER USER %s IDENTIFIED BY 'mine'".formatted(tenants.login()),
            "DROP USER " + tenants.login(),
            "GRANT %s TO CURRENT_USER".formatted(tenants.role()),
            "SET ROLE " + tenants.role(),
            "SET GLOBAL general_log = OFF",
            "CREATE USER another",
            "CREATE DATABASE another",
            "CREATE DEFINER = root PROCEDURE p() SELECT * FROM mysql.user",
            "SELECT 'x' INTO OUTFILE '/tmp/dbops-tenancy'",
            "SELECT * FROM performance_schema.threads WHERE SLEEP(0) = LOAD_FILE('/etc/passwd')",
            "KILL 1",
            "SHUTDOWN")) {
      add(
          "Database",
          "spec.initSQL",
          "",
          "name: " + fresh(),
          HOME,
          "deletionProtection: false",
          "initSQL: {failurePolicy: Block, inline: [\"%s\"]}".formatted(statement));
    }
  }
}
