package io.dbprovision.distribution.fields;

import io.dbprovision.distribution.operator.Login;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.StringJoiner;

/** What a superuser sees and does on one server, by a few connections at once. Thread-safe. */
final class Sql {
  private final Login login;

  Sql(Login login) {
    this.login = login;
  }

  /** All rows, their columns parted by spaces and themselves by commas. */
  String query(String database, String sql) {
    try (Connection connection = open(database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      StringJoiner text = new StringJoiner(",");
      while (rows.next()) {
        StringJoiner row = new StringJoiner(" ");
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.add(String.valueOf(rows.getString(i)));
        }
        text.add(row.toString());
      }
      return text.toString();
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  void execute(String database, String... all) {
    try (Connection connection = open(database);
        Statement statement = connection.createStatement()) {
      for (String one : all) {
        execute(statement, one);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(String.join("; ", all), e);
    }
  }

  /** Two sessions at once cannot change the privileges on one object: the later one tries again. */
  private static void execute(Statement statement, String sql) throws SQLException {
    for (int tries = 1; ; tries++) {
      try {
        statement.execute(sql);
        return;
      } catch (SQLException e) {
        if (!"XX000".equals(e.getSQLState()) || tries == 20) {
          throw e;
        }
      }
    }
  }

  /** Executes it in a transaction that lasts until it is closed. */
  AutoCloseable hold(String database, String sql) {
    try {
      Connection connection = open(database);
      try (Statement statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        statement.execute(sql);
        return connection;
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Whether somebody gets in, without TLS. */
  boolean letsIn(String user, String password) {
    try (Connection connection = open(user, password, "postgres")) {
      return connection.isValid(5);
    } catch (SQLException e) {
      return false;
    }
  }

  private Connection open(String database) throws SQLException {
    return open(login.username(), login.password(), database);
  }

  private Connection open(String user, String password, String database) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("sslmode", "disable");
    properties.setProperty("ApplicationName", "fields");
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("socketTimeout", "30");
    return DriverManager.getConnection(
        "jdbc:postgresql://%s:%d/%s".formatted(login.host(), login.port(), database), properties);
  }
}
