package io.dbprovision.mysql.connect;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import java.sql.SQLException;
import java.util.List;

/** The sessions that other people have on the server. */
public final class Visitors {
  // the tables of the same content differ by product and version; this one is everywhere
  private static final SqlText ALL = SqlText.of("SHOW PROCESSLIST");
  private static final int GONE = 1094;

  private Visitors() {}

  /** Their ids, of those that have that database as their current one. */
  public static List<Long> in(Sql sql, String database) throws SQLException {
    return sql
        .query(
            ALL,
            row -> database.equals(row.getString("db")) ? row.getLong("Id") : -1L)
        .stream()
        .filter(id -> id >= 0)
        .toList();
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
