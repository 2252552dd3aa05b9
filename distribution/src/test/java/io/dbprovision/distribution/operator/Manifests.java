package io.dbprovision.distribution.operator;

/** What a user would write. */
final class Manifests {
  private static final String KIND =
      """
      ---
      apiVersion: dbops.dbprovision.io/v1alpha1
      kind: %s
      metadata:
        name: %s
      spec:
      """;

  private Manifests() {}

  static String adminSecret(Login admin) {
    return secret("admin", admin.username(), admin.password());
  }

  static String secret(String name, String username, String password) {
    return """
    ---
    apiVersion: v1
    kind: Secret
    metadata:
      name: %s
    stringData:
      username: "%s"
      password: "%s"
    """
        .formatted(name, username, password);
  }

  /** Named {@code pg}, its health is checked every five seconds. */
  static String instance(String host, int port) {
    return instance("postgres", host, port);
  }

  static String instance(String engine, String host, int port) {
    return KIND.formatted("DatabaseInstance", "pg")
        + """
          engine: %s
          connection:
            host: "%s"
            port: %d
            database: postgres
            secretRef:
              name: admin
          healthCheck:
            intervalSeconds: 5
          deletionProtection: false
        """
            .formatted(engine, host, port);
  }

  /** The same for the whole cluster, with the admin's Secret of that namespace. */
  static String clusterInstance(String name, String namespace, String host, int port) {
    return instance(host, port)
        .replace("kind: DatabaseInstance", "kind: ClusterDatabaseInstance")
        .replace("name: pg", "name: " + name)
        .replace("name: admin", "name: admin\n      namespace: " + namespace);
  }

  /**
   * @param more further fields of the spec, such as {@code deletionPolicy: Retain}
   */
  static String database(String object, String name, String... more) {
    return KIND.formatted("Database", object) + "  name: " + name + "\n" + spec(more);
  }

  static String user(String object, String username, String... more) {
    return KIND.formatted("DatabaseUser", object) + "  username: " + username + "\n" + spec(more);
  }

  static String role(String object, String name, String... more) {
    return KIND.formatted("DatabaseRole", object) + "  roleName: " + name + "\n" + spec(more);
  }

  /**
   * @param entries lines of {@code spec.postgres}
   */
  static String grantToUser(String object, String user, String... entries) {
    return grant(object, "userRef", user, entries);
  }

  static String grantToRole(String object, String role, String... entries) {
    return grant(object, "roleRef", role, entries);
  }

  private static String grant(String object, String ref, String name, String... entries) {
    StringBuilder text = new StringBuilder(KIND.formatted("DatabaseGrant", object));
    text.append("  deletionProtection: false\n  ").append(ref).append(":\n    name: ").append(name);
    text.append("\n  postgres:\n");
    for (String entry : entries) {
      text.append("    ").append(entry.replace("\n", "\n    ")).append('\n');
    }
    return text.toString();
  }

  /** An entry of {@code grants}; the list starts with {@link #GRANTS}. */
  static String entry(String database, String what, String... privileges) {
    return "  - database: %s\n    privileges: [%s]%s"
        .formatted(database, String.join(", ", privileges), what.isEmpty() ? "" : "\n    " + what);
  }

  static final String GRANTS = "grants:";

  private static String spec(String... more) {
    StringBuilder text = new StringBuilder("  instanceRef:\n    name: pg\n");
    for (String line : more) {
      text.append("  ").append(line).append('\n');
    }
    return text.toString();
  }
}
