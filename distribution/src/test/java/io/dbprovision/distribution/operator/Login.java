package io.dbprovision.distribution.operator;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** Who logs in where. */
public record Login(String host, int port, String username, String password) {

  boolean works() {
    return refusal().isEmpty();
  }

  /** What is said when it cannot log in. */
  Optional<String> refusal() {
    try (Connection connection = open("postgres")) {
      return connection.isValid(5) ? Optional.empty() : Optional.of("the connection broke");
    } catch (SQLException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** The first column, as text. */
  List<String> query(String database, String sql) {
    try (Connection connection = open(database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(String.valueOf(rows.getString(1)));
      }
      return texts;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  void execute(String database, String sql) {
    try (Connection connection = open(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Runs a statement in a transaction that lasts until it is closed. */
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

  private Connection open(String database) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", username);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("socketTimeout", "20");
    return DriverManager.getConnection(
        "jdbc:postgresql://" + host + ":" + port + "/" + database, properties);
  }

  /** Never the password. */
  @Override
  public String toString() {
    return username + "@" + host + ":" + port;
  }
}
