package io.dbprovision.distribution.fields;

import io.dbprovision.distribution.fields.Trial.Act;
import io.dbprovision.distribution.fields.Trial.Look;
import io.dbprovision.distribution.operator.Login;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.StringJoiner;

/**
 * One MySQL or MariaDB beside the servers of the site: as root sees it, and as the operator reaches
 * it. Thread-safe.
 *
 * @param product as the manifest names it; its shared instance has the same name
 */
record MySql(String product, Login root, Login admin) {
  /** Makes the instance that the trials share, and lets the server say what it is sent. */
  void furnish(Site site) {
    execute(
        "SET GLOBAL log_output = 'TABLE'",
        "SET GLOBAL general_log = ON",
        // functions and triggers by who is no administrator
        "SET GLOBAL log_bin_trust_function_creators = ON");
    if (product.equals("mysql")) {
      execute("GRANT SHOW_ROUTINE ON *.* TO " + admin.username() + " WITH GRANT OPTION");
    }
    for (String database : List.of("shop", "store")) {
      execute("CREATE DATABASE " + database);
      for (String number : List.of("1", "2")) {
        execute(
            "CREATE TABLE %s.t%s (a INT, b INT)".formatted(database, number),
            "CREATE PROCEDURE %s.p%s() SELECT 1".formatted(database, number),
            "CREATE FUNCTION %s.f%s() RETURNS INT DETERMINISTIC NO SQL RETURN 1"
                .formatted(database, number));
      }
    }
    for (String role : List.of("r1", "r2")) {
      // only who has a role may give it, on MariaDB
      execute(
          "CREATE ROLE " + role,
          "GRANT %s TO %s WITH ADMIN OPTION".formatted(role, admin.username()));
    }
    site.cluster()
        .apply(
            site.namespace(), Site.secret(product + "-admin", admin.username(), admin.password()));
    site.cluster()
        .apply(
            "DatabaseInstance",
            site.namespace(),
            product,
            SpecTree.parse(instance(product + "-admin", ", allowedPrivileges: [PROCESS]")));
    site.cluster()
        .apply(
            "ClusterDatabaseInstance",
            "",
            "fields-" + product,
            SpecTree.parse(instance(product + "-admin', namespace: '" + site.namespace(), "")));
  }

  /**
   * @param more of the engine's block, after a comma
   */
  String instance(String secret, String more) {
    return """
    engine: %s
    deletionProtection: false
    healthCheck: {intervalSeconds: 5}
    connection: {host: 127.0.0.1, port: %d, database: mysql, secretRef: {name: '%s'}}
    mysql: {tls: disabled%s}
    """
        .formatted(product, root.port(), secret, more);
  }

  /** All rows, their columns parted by spaces and themselves by commas. */
  Look sees(String query) {
    return stage -> ask(stage.say(query));
  }

  Act does(String... statements) {
    return stage -> {
      for (String statement : statements) {
        execute(stage.say(statement));
      }
    };
  }

  private String ask(String query) {
    try (Connection connection = open();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
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
      throw new IllegalStateException(query, e);
    }
  }

  /** Executes it in a session that lasts until it is closed. */
  AutoCloseable hold(String statement) {
    try {
      Connection connection = open();
      try (Statement it = connection.createStatement()) {
        it.execute(statement);
        return connection;
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw new IllegalStateException(statement, e);
    }
  }

  private void execute(String... all) {
    try (Connection connection = open();
        Statement statement = connection.createStatement()) {
      for (String one : all) {
        statement.execute(one);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(String.join("; ", all), e);
    }
  }

  private Connection open() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", root.username());
    properties.setProperty("password", root.password());
    properties.setProperty("allowPublicKeyRetrieval", "true");
    properties.setProperty("connectTimeout", "10000");
    properties.setProperty("socketTimeout", "30000");
    return DriverManager.getConnection(
        "jdbc:mariadb://%s:%d/mysql".formatted(root.host(), root.port()), properties);
  }
}
