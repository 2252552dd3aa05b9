package io.dbprovision.mysql.database;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.connect.Server;
import io.dbprovision.mysql.connect.ServerFacts;
import java.sql.SQLException;

/**
 * MySQL's READ ONLY option of a database: nobody writes to it, not even root, until it is lifted.
 * To set it waits for transactions that have touched the database.
 */
public final class ReadOnly {
  private static final SqlText OPTIONS =
      SqlText.of(
          "SELECT OPTIONS FROM information_schema.SCHEMATA_EXTENSIONS WHERE SCHEMA_NAME = ?");

  private ReadOnly() {}

  /** Whether the server has it: MySQL from 8.0.22 on, and MariaDB never. */
  public static boolean known(ServerFacts facts) {
    return !facts.mariadb() && facts.atLeast(8, 0, 22);
  }

  public static boolean is(Server server, Sql sql, String database) throws SQLException {
    return known(server.facts())
        && sql.query(OPTIONS, row -> String.valueOf(row.getString(1)), database).stream()
            .anyMatch(options -> options.contains("READ ONLY=1"));
  }

  public static void set(Server server, Sql sql, String database) throws SQLException {
    server.patiently(sql, SqlText.of("ALTER DATABASE {} READ ONLY = 1", MY.identifier(database)));
  }

  /** Nothing happens when it is not set. */
  public static void lift(Server server, Sql sql, String database) throws SQLException {
    if (is(server, sql, database)) {
      server.patiently(sql, SqlText.of("ALTER DATABASE {} READ ONLY = 0", MY.identifier(database)));
    }
  }
}
