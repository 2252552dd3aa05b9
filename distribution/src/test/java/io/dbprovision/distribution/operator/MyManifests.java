package io.dbprovision.distribution.operator;

/** What a user would write for MySQL and MariaDB; the instance is {@code my}. */
final class MyManifests {
  private static final String HEAD =
      """
      ---
      apiVersion: dbops.dbprovision.io/v1alpha1
      kind: %s
      metadata:
        name: %s
      spec:
      """;

  private MyManifests() {}

  /**
   * Of a server without TLS.
   *
   * @param engine one of its names
   */
  static String instance(String engine, String host, int port) {
    return HEAD.formatted("DatabaseInstance", "my")
        + """
          engine: %s
          connection:
            host: "%s"
            port: %d
            database: mysql
            secretRef:
              name: admin
          healthCheck:
            intervalSeconds: 5
          deletionProtection: false
          mysql:
            tls: disabled
        """
            .formatted(engine, host, port);
  }

  /**
   * @param more further fields of the spec, such as {@code deletionPolicy: Retain}
   */
  static String database(String object, String name, String... more) {
    return here(Manifests.database(object, name, more));
  }

  static String user(String object, String username, String... more) {
    return here(Manifests.user(object, username, more));
  }

  static String role(String object, String name, String... more) {
    return here(Manifests.role(object, name, more));
  }

  private static String here(String manifest) {
    return manifest.replace("  instanceRef:\n    name: pg\n", "  instanceRef:\n    name: my\n");
  }

  /**
   * @param block lines of {@code spec.mysql}
   */
  static String grant(String object, String user, String... block) {
    StringBuilder text = new StringBuilder(HEAD.formatted("DatabaseGrant", object));
    text.append("  deletionProtection: false\n  userRef:\n    name: ").append(user);
    text.append("\n  mysql:\n");
    for (String line : block) {
      text.append("    ").append(line.replace("\n", "\n    ")).append('\n');
    }
    return text.toString();
  }

  /** {@code grants} of one entry, on a whole database. */
  static String onDatabase(String database, String... privileges) {
    return "grants: [{level: database, database: %s, privileges: [%s]}]"
        .formatted(database, String.join(", ", privileges));
  }
}
