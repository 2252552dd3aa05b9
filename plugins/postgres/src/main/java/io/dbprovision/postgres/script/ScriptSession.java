package io.dbprovision.postgres.script;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ScriptResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/** Runs a script's statements on a connection of its own login. For one thread and one use. */
final class ScriptSession {
  /** For the server to tell of a cancelled statement. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Connection connection;
  private final TimeLimit limit;
  private final ScriptFailure failures;
  private int statement;

  private ScriptSession(Connection connection, TimeLimit limit, ScriptFailure failures) {
    this.connection = connection;
    this.limit = limit;
    this.failures = failures;
  }

  /**
   * @param timeout of the whole script; zero for the connection's own limit of each statement
   */
  static ScriptSession open(Sql sql, Duration timeout, ScriptFailure failures) throws SQLException {
    if (!timeout.isZero()) {
      sql.connection()
          .setNetworkTimeout(Runnable::run, Math.toIntExact(timeout.plus(GRACE).toMillis()));
      // no single statement needs more; what a script sets instead, the client's limit stands over
      sql.execute(
          SqlText.of("SET statement_timeout = {}", PgDialect.PG.number(timeout.toMillis())));
    }
    return new ScriptSession(sql.connection(), new TimeLimit(timeout), failures);
  }

  /** All or nothing. */
  ScriptResult inOne(List<Entry> entries) throws SQLException {
    for (int i = 0; i < entries.size(); i++) {
      if (Transactions.anyControl(entries.get(i).statements())) {
        return ScriptResult.failed(
            0,
            failures.refused(
                i, "it begins or ends a transaction, but the script runs in one: take that out"));
      }
    }
    connection.setAutoCommit(false);
    for (int i = 0; i < entries.size(); i++) {
      try {
        run(entries.get(i));
      } catch (SQLException e) {
        connection.rollback();
        return ScriptResult.failed(0, failure(e, i, entries.get(i)));
      }
    }
    try {
      connection.commit();
    } catch (SQLException e) {
      return ScriptResult.failed(0, failures.ofCommit(e, entries.size() - 1));
    }
    return ScriptResult.complete(entries.size());
  }

  /**
   * Each entry stands for itself: one of several statements is all or nothing, unless it does its
   * own transactions; one of a single statement runs in none, as VACUUM and the like want it.
   */
  ScriptResult oneByOne(List<Entry> entries) throws SQLException {
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      boolean together =
          entry.statements().size() > 1 && !Transactions.anyControl(entry.statements());
      connection.setAutoCommit(!together);
      try {
        run(entry);
      } catch (SQLException e) {
        if (together) {
          connection.rollback();
        }
        return ScriptResult.failed(i, failure(e, i, entry));
      }
      try {
        if (together) {
          connection.commit();
        }
      } catch (SQLException e) {
        return ScriptResult.failed(i, failures.ofCommit(e, i));
      }
    }
    return ScriptResult.complete(entries.size());
  }

  private void run(Entry entry) throws SQLException {
    try (Statement running = connection.createStatement()) {
      // the text is PostgreSQL's, not JDBC's
      running.setEscapeProcessing(false);
      for (statement = 0; statement < entry.statements().size(); statement++) {
        limit.put(running);
        running.execute(entry.statements().get(statement));
      }
    }
  }

  private EngineException failure(SQLException e, int number, Entry entry) {
    return limit.ended(e)
        ? ScriptFailure.ofTime(number, limit.whole())
        : failures.of(e, number, entry, statement);
  }
}
