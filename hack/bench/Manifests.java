/**
 * What the objects say. A grant is for one of the users on one of the databases, in turn.
 *
 * @param databases how many there are, {@code data-0} being the first
 * @param users how many there are, {@code user-0} being the first
 */
record Manifests(Target target, int databases, int users) {
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

  private String onServer(String field, String serverName) {
    return "{\"instanceRef\": {\"name\": \"%s\"}, \"%s\": \"%s\"}"
        .formatted(target.engine(), field, serverName);
  }

  private String grant(int number) {
    return "{\"userRef\": {\"name\": \"user-%d\"}, \"databaseRef\": {\"name\": \"data-%d\"}, %s}"
        .formatted(number % users, databaseOf(number), target.grants(database(number)));
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
