import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * Login ENGINE HOST PORT DATABASE USER, the password on standard input: logs in, says as whom, and
 * that it can work there.
 */
class Login {
  public static void main(String[] args) throws Exception {
    boolean postgres = args[0].equals("postgres");
    var properties = new Properties();
    properties.put("user", args[4]);
    properties.put(
        "password", new String(System.in.readAllBytes(), StandardCharsets.UTF_8).strip());
    if (!postgres) {
      // without TLS a password goes encrypted by a key that the server sends
      properties.put("allowPublicKeyRetrieval", "true");
    }
    var url =
        "jdbc:%s://%s:%s/%s"
            .formatted(postgres ? "postgresql" : "mariadb", args[1], args[2], args[3]);
    try (var connection = DriverManager.getConnection(url, properties)) {
      System.out.println("logged in as " + who(connection, postgres));
      try (var statement = connection.createStatement()) {
        statement.execute("CREATE TABLE dbops_demo (said VARCHAR(20))");
        statement.execute("INSERT INTO dbops_demo VALUES ('it works')");
        System.out.println(
            "made a table, which says: " + one(statement, "SELECT said FROM dbops_demo"));
        statement.execute("DROP TABLE dbops_demo");
      }
    }
  }

  private static String who(Connection connection, boolean postgres) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      String version = one(statement, "SELECT version()");
      return "%s to database %s of %s"
          .formatted(
              one(statement, "SELECT current_user"),
              one(statement, postgres ? "SELECT current_database()" : "SELECT database()"),
              postgres
                  ? version.replaceAll("^(\\S+ \\S+).*", "$1")
                  : connection.getMetaData().getDatabaseProductName() + " " + version);
    }
  }

  private static String one(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }
}
