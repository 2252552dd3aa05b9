package io.dbprovision.mysql.copy;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.connect.ServerFacts;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Lifts the limits of a connection for work that takes as long as there is data. */
public final class Patience {
  private static final Duration LONG = Duration.ofHours(24);

  private Patience() {}

  public static <T> T with(Sql sql, ServerFacts facts, Sql.Work<T> work) throws SQLException {
    Connection connection = sql.connection();
    int usual = connection.getNetworkTimeout();
    sql.execute(
        facts.mariadb()
            ? SqlText.of("SET @_dbops_limit = @@max_statement_time, SESSION max_statement_time = 0")
            : SqlText.of(
                "SET @_dbops_limit = @@max_execution_time, SESSION max_execution_time = 0"));
    connection.setNetworkTimeout(Runnable::run, Math.toIntExact(LONG.toMillis()));
    try {
      return work.run(sql);
    } finally {
      if (!connection.isClosed()) {
        connection.setNetworkTimeout(Runnable::run, usual);
        sql.execute(
            facts.mariadb()
                ? SqlText.of("SET SESSION max_statement_time = @_dbops_limit")
                : SqlText.of("SET SESSION max_execution_time = @_dbops_limit"));
      }
    }
  }
}
