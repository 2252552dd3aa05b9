/**
 * What the objects say. A grant is for one of the users on one of the databases, in turn.
 *
 * @param databases how many there are, {@code data-0} being the first
 * @param users how many there are, {@code user-0} being the first
 */
record Manifests(int databases, int users) {
  String of(String plural, String name) {
    return """
        {"apiVersion": "dbops.dbprovision.io/v1alpha1", "kind": "%s", "metadata": {"name": "%s"}, "spec": %s}"""
        .formatted(kind(plural), name, spec(plural, name));
  }

  static String kind(String plural) {
    return switch (plural) {
      case "databases" -> "Database";
      case "databaseusers" -> "DatabaseUser";
      case "databasegrants" -> "DatabaseGrant";
      default -> throw new IllegalArgumentException(plural);
    };
  }

  private String spec(String plural, String name) {
    String serverName = name.replace('-', '_');
    return switch (plural) {
      case "databases" -> onServer("name", serverName);
      case "databaseusers" -> onServer("username", serverName);
      default -> grant(Integer.parseInt(name.substring(name.indexOf('-') + 1)));
    };
  }

  private static String onServer(String field, String serverName) {
    return "{\"instanceRef\": {\"name\": \"postgres\"}, \"%s\": \"%s\"}"
        .formatted(field, serverName);
  }

  /** As a team would: the database, the schema, and the tables that are in it. */
  private String grant(int number) {
    String database = database(number);
    return """
        {"userRef": {"name": "user-%d"}, "databaseRef": {"name": "data-%d"}, "postgres": {"grants": [
          {"database": "%s", "privileges": ["CONNECT"]},
          {"database": "%s", "schema": "public", "privileges": ["USAGE"]},
          {"database": "%s", "schema": "public", "tables": ["*"], "privileges": ["SELECT"]}]}}"""
        .formatted(number % users, databaseOf(number), database, database, database);
  }

  /** The name on the server. */
  String database(int grant) {
    return "data_" + databaseOf(grant);
  }

  String user(int grant) {
    return "user_" + grant % users;
  }

  /** Nobody gets the same twice, as long as there are not more grants than pairs. */
  private int databaseOf(int grant) {
    return (grant + grant / users) % databases;
  }
}
