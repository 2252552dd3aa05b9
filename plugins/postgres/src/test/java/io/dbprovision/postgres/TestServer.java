package io.dbprovision.postgres;

import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.SecretText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Supplier;
import org.postgresql.Driver;

/**
 * A running server, and a plain way to speak to it beside the engine.
 *
 * @param env what hack/postgres.sh says of its servers, or as much of it as there is
 * @param written all of its log so far
 */
record TestServer(int major, Map<String, String> env, Supplier<String> written) {
  String host() {
    return value("PGHOST");
  }

  int port() {
    return Integer.parseInt(value("PGPORT"));
  }

  Credentials admin() {
    return new Credentials(value("PGADMIN"), SecretText.of(value("PGADMIN_PASSWORD")));
  }

  String log() {
    return written.get();
  }

  String value(String key) {
    return Objects.requireNonNull(env.get(key), key);
  }

  Connection connect(String user, String password, String database) throws SQLException {
    return connect(host(), port(), user, password, database);
  }

  static Connection connect(String host, int port, String user, String password, String database)
      throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    Connection connection =
        new Driver()
            .connect(
                "jdbc:postgresql://"
                    + host
                    + ":"
                    + port
                    + "/"
                    + URLEncoder.encode(database, StandardCharsets.UTF_8),
                properties);
    return Objects.requireNonNull(connection);
  }

  /** As superuser, in the database; each text in its own transaction. */
  void execute(String database, String... texts) {
    try (Connection connection = connect(value("PGSUPER"), value("PGSUPER_PASSWORD"), database);
        Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      for (String text : texts) {
        statement.execute(text);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first column of all rows, as superuser. */
  List<String> ask(String database, String text) {
    try (Connection connection = connect(value("PGSUPER"), value("PGSUPER_PASSWORD"), database);
        Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      List<String> found = new ArrayList<>();
      try (ResultSet row = statement.executeQuery(text)) {
        while (row.next()) {
          found.add(String.valueOf(row.getString(1)));
        }
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static String literal(String value) {
    return "'" + value.replace("'", "''").replace("\0", "") + "'";
  }

  static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  boolean letsIn(String user, String password) {
    try (Connection connection = connect(user, password, "postgres")) {
      return connection.isValid(5);
    } catch (SQLException e) {
      return false;
    }
  }
}
