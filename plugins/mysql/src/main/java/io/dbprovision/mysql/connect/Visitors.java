package io.dbprovision.mysql.connect;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The sessions that other people have on the server. */
public final class Visitors {
  // the tables of the same content differ by product and version; this one is everywhere
  private static final SqlText ALL = SqlText.of("SHOW PROCESSLIST");
  private static final int GONE = 1094;
  private static final int LOOKS = 50;
  private static final Duration BETWEEN = Duration.ofMillis(100);

  private Visitors() {}

  /** The ids of those that have that database as their current one. */
  public static List<Long> in(Sql sql, String database) throws SQLException {
    return having(sql, "db", database);
  }

  /** The ids of those that are logged in as that user. */
  public static List<Long> as(Sql sql, String user) throws SQLException {
    return having(sql, "User", user);
  }

  /** Who is logged in, once for each session. */
  public static List<String> users(Sql sql) throws SQLException {
    return sql.query(ALL, row -> row.getString("User"));
  }

  private static List<Long> having(Sql sql, String column, String value) throws SQLException {
    return sql
        .query(ALL, row -> value.equals(row.getString(column)) ? row.getLong("Id") : -1L)
        .stream()
        .filter(id -> id >= 0)
        .toList();
  }

  /**
   * Ends all sessions of a user that nobody can log in by any more, and waits until they are gone.
   *
   * @return whether they are
   */
  public static boolean end(Sql sql, String user) throws SQLException {
    for (int look = 0; look < LOOKS; look++) {
      List<Long> open = as(sql, user);
      if (open.isEmpty()) {
        return true;
      }
      disconnect(sql, open);
      LockSupport.parkNanos(BETWEEN.toNanos());
    }
    return as(sql, user).isEmpty();
  }

  /** Those that are gone by themselves count as disconnected. */
  public static void disconnect(Sql sql, List<Long> ids) throws SQLException {
    for (long id : ids) {
      try {
        sql.execute(SqlText.of("KILL CONNECTION {}", MY.number(id)));
      } catch (SQLException e) {
        if (!Failures.is(e, GONE)) {
          throw e;
        }
      }
    }
  }
}
