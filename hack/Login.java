import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.util.Properties;

/** Login HOST PORT DATABASE USER, the password on standard input: logs in and says as whom. */
class Login {
  public static void main(String[] args) throws Exception {
    var properties = new Properties();
    properties.put("user", args[3]);
    properties.put(
        "password", new String(System.in.readAllBytes(), StandardCharsets.UTF_8).strip());
    var url = "jdbc:postgresql://" + args[0] + ":" + args[1] + "/" + args[2];
    try (var connection = DriverManager.getConnection(url, properties);
        var result =
            connection
                .createStatement()
                .executeQuery("SELECT current_user, current_database(), version()")) {
      result.next();
      System.out.printf(
          "logged in as %s to database %s of %s%n",
          result.getString(1),
          result.getString(2),
          result.getString(3).replaceAll("^(\\S+ \\S+).*", "$1"));
    }
  }
}
