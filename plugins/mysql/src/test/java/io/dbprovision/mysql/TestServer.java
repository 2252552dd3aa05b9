package io.dbprovision.mysql;

import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.SecretText;
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
import org.mariadb.jdbc.Driver;

/**
 * A running server, and a plain way to speak to it beside the engine.
 *
 * @param env what hack/mysql.sh or hack/mariadb.sh says of its servers, or as much of it as there
 *     is
 * @param statements the general log so far
 */
record TestServer(Product product, Map<String, String> env, Supplier<String> statements) {
  String host() {
    return value("MYHOST");
  }

  int port() {
    return Integer.parseInt(value("MYPORT"));
  }

  Credentials admin() {
    return new Credentials(value("MYADMIN"), SecretText.of(value("MYADMIN_PASSWORD")));
  }

  /** Every statement that the server was sent, when it keeps a general log. */
  String generalLog() {
    return statements.get();
  }

  String value(String key) {
    return Objects.requireNonNull(env.get(key), key);
  }

  Connection connect(String user, String password, String database) throws SQLException {
    return connect(host(), port(), user, password, database);
  }

  static Connection connect(String host, int port, String user, String password, String database)
      throws SQLException {
    Properties settings = new Properties();
    settings.setProperty("user", user);
    settings.setProperty("password", password);
    settings.setProperty("allowPublicKeyRetrieval", "true");
    return Objects.requireNonNull(
        new Driver().connect("jdbc:mariadb://" + host + ":" + port + "/" + database, settings));
  }

  private Connection root() throws SQLException {
    return connect(value("MYROOT"), value("MYROOT_PASSWORD"), "mysql");
  }

  void execute(String... texts) {
    try (Connection connection = root();
        Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      for (String text : texts) {
        statement.execute(text);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first column of all rows. */
  List<String> ask(String text) {
    return rows(text).stream().map(List::getFirst).toList();
  }

  /** All columns of all rows. */
  List<String> askAll(String text) {
    return rows(text).stream().flatMap(List::stream).toList();
  }

  private List<List<String>> rows(String text) {
    try (Connection connection = root();
        Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      List<List<String>> found = new ArrayList<>();
      try (ResultSet row = statement.executeQuery(text)) {
        int columns = row.getMetaData().getColumnCount();
        while (row.next()) {
          List<String> values = new ArrayList<>();
          for (int i = 1; i <= columns; i++) {
            values.add(String.valueOf(row.getString(i)));
          }
          found.add(values);
        }
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** For the mode that servers have at first, in which a backslash escapes. */
  static String literal(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  static String identifier(String name) {
    return '`' + name.replace("`", "``") + '`';
  }

  boolean letsIn(String user, String password) {
    try (Connection connection = connect(user, password, "")) {
      return connection.isValid(5);
    } catch (SQLException e) {
      return false;
    }
  }
}
