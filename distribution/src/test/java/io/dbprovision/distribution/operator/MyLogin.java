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

/** A login to MySQL or MariaDB. */
record MyLogin(Login who) {

  String username() {
    return who.username();
  }

  String password() {
    return who.password();
  }

  boolean works() {
    return refusal().isEmpty();
  }

  /** What is said when it cannot log in. */
  Optional<String> refusal() {
    try (Connection connection = open("")) {
      return connection.isValid(5) ? Optional.empty() : Optional.of("the connection broke");
    } catch (SQLException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** The first column, as text. */
  List<String> query(String sql) {
    try (Connection connection = open("");
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

  /** In that database, or in none. */
  void execute(String database, String... statements) {
    try (Connection connection = open(database);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(String.join("; ", statements), e);
    }
  }

  /** Whether the server does it for this login. */
  boolean may(String sql) {
    try (Connection connection = open("");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  private Connection open(String database) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", who.username());
    properties.setProperty("password", who.password());
    // without TLS a password goes encrypted by a key that the server sends
    properties.setProperty("allowPublicKeyRetrieval", "true");
    properties.setProperty("connectTimeout", "10000");
    properties.setProperty("socketTimeout", "30000");
    return DriverManager.getConnection(
        "jdbc:mariadb://%s:%d/%s".formatted(who.host(), who.port(), database), properties);
  }

  /** Never the password. */
  @Override
  public String toString() {
    return who.toString();
  }
}
