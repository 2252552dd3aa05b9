package io.dbprovision.distribution.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** All the ways in which a manifest can name what is another namespace's, or the server's own. */
final class Attacks {
  private static final String ADOPT = "dbops.dbprovision.io/adopt: \"true\"";
  private static final String ROTATE = "dbops.dbprovision.io/rotate-password: \"now\"";
  private static final String HOME = "instanceRef: {name: pg}";

  private final Tenants tenants;
  private final List<Attack> all = new ArrayList<>();

  private Attacks(Tenants tenants) {
    this.tenants = tenants;
  }

  static List<Attack> of(Tenants tenants) {
    Attacks attacks = new Attacks(tenants);
    attacks.references();
    attacks.databases();
    attacks.users();
    attacks.rights("DatabaseUser", "username: %s");
    attacks.rights("DatabaseRole", "roleName: %s");
    attacks.roles();
    attacks.grants();
    attacks.scripts();
    attacks.strays();
    return List.copyOf(attacks.all);
  }

  /** Those that a consent would allow. */
  static List<Attack> acrossNamespaces(Tenants tenants) {
    Attacks attacks = new Attacks(tenants);
    attacks.references();
    return List.copyOf(attacks.all);
  }

  private String next() {
    return "c%03d".formatted(all.size());
  }

  String fresh() {
    return "c%d_%s".formatted(all.size(), tenants.suffix());
  }

  void add(String kind, String field, String annotations, String... lines) {
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
                .formatted(kind, next(), annotations)
            + "  "
            + String.join("\n  ", lines);
    all.add(new Attack(next(), kind.toLowerCase(Locale.ROOT), field, text + "\n"));
  }

  private void database(String field, String... lines) {
    named("Database", "name: " + fresh(), field, "", lines);
  }

  private void user(String field, String... lines) {
    named("DatabaseUser", "username: " + fresh(), field, "", lines);
  }

  private void named(String kind, String name, String field, String annotations, String... lines) {
    List<String> spec = new ArrayList<>(List.of(name, HOME));
    if (kind.equals("Database")) {
      spec.add("deletionProtection: false");
    }
    spec.addAll(List.of(lines));
    add(kind, field, annotations, spec.toArray(String[]::new));
  }

  private void grant(String field, String... lines) {
    List<String> spec =
        new ArrayList<>(List.of("deletionProtection: false", "userRef: {name: own}"));
    spec.addAll(List.of(lines));
    add("DatabaseGrant", field, "", spec.toArray(String[]::new));
  }

  private String there(String name) {
    return "{name: %s, namespace: %s}".formatted(name, tenants.victim());
  }

  private String keyThere(String name, String key) {
    return "{name: %s, namespace: %s, key: %s}".formatted(name, tenants.victim(), key);
  }

  private void references() {
    String instance = "instanceRef: " + there("pg");
    add("Database", "spec.instanceRef", "", "name: " + fresh(), instance);
    add("DatabaseUser", "spec.instanceRef", "", "username: " + fresh(), instance);
    add("DatabaseRole", "spec.instanceRef", "", "roleName: " + fresh(), instance);
    String entry = "postgres: {roles: [%s]}".formatted(tenants.ownRole());
    add("DatabaseGrant", "spec.userRef", "", "userRef: " + there("app"), entry);
    add("DatabaseGrant", "spec.roleRef", "", "roleRef: " + there("readers"), entry);
    grant("spec.databaseRef", "databaseRef: " + there("shop"), entry);
    for (String secret : List.of("admin", tenants.secret(), "is-not-there")) {
      user(
          "spec.existingPasswordSecret", "existingPasswordSecret: " + keyThere(secret, "password"));
      database(
          "spec.initSQL.secretRef", "initSQL: {secretRef: " + keyThere(secret, "password") + "}");
    }
    user(
        "spec.passwordSecret.secretNamespace",
        "passwordSecret: {secretNamespace: %s, secretName: mine}".formatted(tenants.victim()));
    user(
        "spec.passwordSecret.secretNamespace",
        "passwordSecret: {secretNamespace: %s, secretName: %s}"
            .formatted(tenants.victim(), tenants.secret()));
    database(
        "spec.initSQL.configMapRef", "initSQL: {configMapRef: " + keyThere("script", "sql") + "}");
    add(
        "DatabaseInstance",
        "spec.connection.secretRef",
        "",
        "engine: postgres",
        "deletionProtection: false",
        "connection: {host: \"%s\", port: %d, database: postgres, secretRef: %s}"
            .formatted(tenants.server().host(), tenants.server().port(), there("admin")));
  }

  private void databases() {
    for (String name : List.of(tenants.database(), "postgres", "template1", "_dbops_x")) {
      named("Database", "name: " + name, "spec.name", "");
      named("Database", "name: " + name, "spec.name", ADOPT);
    }
    for (String owner : tenants.strangers()) {
      database("spec.owner", "owner: " + owner);
      database(
          "spec.postgres.schemas", "postgres: {schemas: [{name: s, owner: %s}]}".formatted(owner));
    }
    for (String name : tenants.strangersAndAdmin()) {
      for (String key : List.of("roleName", "userName")) {
        database(
            "spec.postgres.ownership." + key,
            "postgres: {ownership: {autoOwnership: true, dropOnDelete: true, %s: %s}}"
                .formatted(key, name));
      }
    }
    database("spec.postgres.template", "postgres: {template: %s}".formatted(tenants.database()));
    database("spec.postgres.template", "postgres: {template: postgres}");
  }

  private void users() {
    for (String name : tenants.strangersAndAdmin()) {
      named("DatabaseUser", "username: " + name, "spec.username", ROTATE);
      named("DatabaseUser", "username: " + name, "spec.username", ADOPT + ", " + ROTATE);
      user(
          "spec.passwordRotation.serviceRole",
          "passwordRotation: {enabled: true, schedule: \"* * * * *\", serviceRole: {name: %s}}"
              .formatted(name));
      user("spec.roles", "roles: [%s]".formatted(name));
    }
    user("spec.passwordSecret.secretName", "passwordSecret: {secretName: someones}");
    user("spec.passwordSecret.secretName", "passwordSecret: {secretName: admin}");
    for (String template :
        List.of("{{ env \"HOME\" }}", "{{ .Env }}", "{{ lookup \"v1\" \"Secret\" }}")) {
      user(
          "spec.passwordSecret.secretTemplate",
          "passwordSecret: {secretName: mine, secretTemplate: {data: {x: '%s'}}}"
              .formatted(template));
    }
  }

  /** Fields that logins and roles share. */
  private void rights(String kind, String naming) {
    for (String name : tenants.strangersAndAdmin()) {
      named(
          kind,
          naming.formatted(fresh()),
          "spec.postgres.inRoles",
          "",
          "postgres: {inRoles: [%s]}".formatted(name));
    }
    for (String name : List.of("pg_execute_server_program", "pg_write_server_files", "_dbops_x")) {
      named(
          kind,
          naming.formatted(fresh()),
          "spec.postgres.inRoles",
          "",
          "postgres: {inRoles: [%s]}".formatted(name));
    }
    for (String attribute : List.of("superuser", "createRole", "replication", "bypassRLS")) {
      named(
          kind,
          naming.formatted(fresh()),
          "spec.postgres." + attribute,
          "",
          "postgres: {%s: true}".formatted(attribute));
    }
    for (String setting : List.of("role", "session_authorization")) {
      named(
          kind,
          naming.formatted(fresh()),
          "spec.postgres.configParameters." + setting,
          "",
          "postgres: {configParameters: {%s: %s}}".formatted(setting, tenants.login()));
    }
    named(
        kind,
        naming.formatted(fresh()),
        "spec.postgres.configParameters",
        "",
        "postgres: {configParameters: {session_preload_libraries: evil}}");
  }

  private void roles() {
    for (String name : tenants.strangersAndAdmin()) {
      named("DatabaseRole", "roleName: " + name, "spec.roleName", "");
      named("DatabaseRole", "roleName: " + name, "spec.roleName", ADOPT);
    }
    for (String entry : entries()) {
      named(
          "DatabaseRole",
          "roleName: " + fresh(),
          "spec.postgres.grants",
          "",
          "postgres: {grants: [%s]}".formatted(entry));
    }
  }

  private List<String> entries() {
    String database = "database: " + tenants.database();
    return List.of(
        "{%s, privileges: [CONNECT]}".formatted(database),
        "{%s, privileges: [ALL]}".formatted(database),
        "{%s, schema: public, privileges: [USAGE]}".formatted(database),
        "{%s, schema: public, tables: [orders], privileges: [SELECT]}".formatted(database),
        "{%s, schema: public, tables: [\"*\"], privileges: [ALL]}".formatted(database),
        "{%s, schema: public, tables: [orders], columns: [id], privileges: [SELECT]}"
            .formatted(database),
        "{%s, schema: public, sequences: [\"*\"], privileges: [USAGE]}".formatted(database),
        "{%s, schema: public, functions: [\"*\"], privileges: [EXECUTE]}".formatted(database),
        "{%s, largeObjects: [\"4711\"], privileges: [SELECT]}".formatted(database));
  }

  private void grants() {
    entries()
        .forEach(
            entry -> grant("spec.postgres.grants", "postgres: {grants: [%s]}".formatted(entry)));
    for (String name : tenants.strangersAndAdmin()) {
      grant("spec.postgres.roles", "postgres: {roles: [%s]}".formatted(name));
      grant(
          "spec.postgres.memberships",
          "postgres: {memberships: [{role: %s, admin: true}]}".formatted(name));
      grant(
          "spec.postgres.defaultPrivileges",
          "postgres: {defaultPrivileges: [{database: %s, grantedBy: %s, schema: public, objectType: tables, privileges: [SELECT]}]}"
              .formatted(tenants.ownDatabase(), name));
    }
    grant(
        "spec.postgres.defaultPrivileges",
        "postgres: {defaultPrivileges: [{database: %s, grantedBy: %s, schema: public, objectType: tables, privileges: [SELECT]}]}"
            .formatted(tenants.database(), tenants.ownRole()));
    grant(
        "spec.postgres.grants",
        "postgres: {grants: [{database: %s, schema: pg_catalog, tables: [pg_authid], privileges: [SELECT]}]}"
            .formatted(tenants.ownDatabase()));
  }

  /** What nobody has on record, on servers that other namespaces brought. */
  private void strays() {
    String shared = "clusterInstanceRef: {name: " + tenants.shared() + "}";
    String[] guests = {"sharedguest", "commonguest"};
    int guest = 0;
    for (String home : List.of(shared, "instanceRef: " + there("common"))) {
      GuestAttacks.add(this, home, guests[guest++]);
      for (String asked : List.of(ROTATE, ADOPT + ", " + ROTATE)) {
        add("Database", "adopt-databases=", asked, "name: stray", home);
        add("DatabaseUser", "adopt-users=", asked, "username: stray_login", home);
        add("DatabaseRole", "adopt-roles=", asked, "roleName: stray_role", home);
      }
    }
  }

  private void scripts() {
    for (String statement : HostileScripts.against(tenants)) {
      database(
          "spec.initSQL", "initSQL: {failurePolicy: Block, inline: [\"%s\"]}".formatted(statement));
    }
  }
}
