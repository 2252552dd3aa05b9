package io.dbprovision.postgres.script;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.connect.Failures;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ScriptResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/** Runs a script's statements on a connection of its own login. */
final class ScriptSession {
  /** For the server to tell of a cancelled statement. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private static final String CANCELLED = "57014";

  private final Connection connection;
  private final Duration timeout;
  private final long started = System.nanoTime();

  private ScriptSession(Connection connection, Duration timeout) {
    this.connection = connection;
    this.timeout = timeout;
  }

  /**
   * @param timeout of the whole script; zero for the connection's own limit of each statement
   */
  static ScriptSession open(Sql sql, Duration timeout) throws SQLException {
    if (!timeout.isZero()) {
      sql.connection()
          .setNetworkTimeout(Runnable::run, Math.toIntExact(timeout.plus(GRACE).toMillis()));
      // no single statement needs more; what a script sets instead, the client's limit stands over
      sql.execute(
          SqlText.of("SET statement_timeout = {}", PgDialect.PG.number(timeout.toMillis())));
    }
    return new ScriptSession(sql.connection(), timeout);
  }

  /** All or nothing. */
  ScriptResult inOne(List<List<String>> entries) throws SQLException {
    for (int i = 0; i < entries.size(); i++) {
      if (Transactions.anyControl(entries.get(i))) {
        return ScriptResult.failed(
            0,
            failure(
                ErrorKind.INVALID,
                i,
                "it begins or ends a transaction, but the script runs in one: take that out"));
      }
    }
    connection.setAutoCommit(false);
    for (int i = 0; i < entries.size(); i++) {
      try {
        run(entries.get(i));
      } catch (SQLException e) {
        connection.rollback();
        return ScriptResult.failed(0, failure(e, i));
      }
    }
    try {
      connection.commit();
    } catch (SQLException e) {
      return ScriptResult.failed(0, failure(e, entries.size() - 1));
    }
    return ScriptResult.complete(entries.size());
  }

  /**
   * Each entry stands for itself: one of several statements is all or nothing, unless it does its
   * own transactions; one of a single statement runs in none, as VACUUM and the like want it.
   */
  ScriptResult oneByOne(List<List<String>> entries) throws SQLException {
    for (int i = 0; i < entries.size(); i++) {
      List<String> entry = entries.get(i);
      boolean together = entry.size() > 1 && !Transactions.anyControl(entry);
      connection.setAutoCommit(!together);
      try {
        run(entry);
        if (together) {
          connection.commit();
        }
      } catch (SQLException e) {
        if (together) {
          connection.rollback();
        }
        return ScriptResult.failed(i, failure(e, i));
      }
    }
    return ScriptResult.complete(entries.size());
  }

  private void run(List<String> statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // the text is PostgreSQL's, not JDBC's
      statement.setEscapeProcessing(false);
      for (String text : statements) {
        limit(statement);
        statement.execute(text);
      }
    }
  }

  /** What is left of the script's time; the driver cancels on the server then. */
  private void limit(Statement statement) throws SQLException {
    if (timeout.isZero()) {
      return;
    }
    Duration left = timeout.minus(taken());
    if (!left.isPositive()) {
      throw new SQLTimeoutException("no time is left for it", CANCELLED);
    }
    // whole seconds only; the server's own limit is exact for the first statement
    statement.setQueryTimeout(Math.toIntExact(left.plusMillis(999).toSeconds()));
  }

  private Duration taken() {
    return Duration.ofNanos(System.nanoTime() - started);
  }

  private EngineException failure(SQLException e, int entry) {
    if (!timeout.isZero() && CANCELLED.equals(e.getSQLState()) && taken().compareTo(timeout) >= 0) {
      return EngineException.at(
              ErrorKind.TIMEOUT,
              "spec.initSQL.timeout",
              "statement %d was cancelled: the script may take %s"
                  .formatted(entry + 1, seconds(timeout)))
          .causedBy(e);
    }
    int position = Failures.position(e);
    return failure(
            Failures.kindOf(e),
            entry,
            Failures.said(e) + (position > 0 ? " (at character " + position + ")" : ""))
        .causedBy(e);
  }

  private static String seconds(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }

  private static EngineException failure(ErrorKind kind, int entry, String said) {
    return EngineException.at(
        kind, "spec.initSQL", "statement " + (entry + 1) + " failed: " + said);
  }
}
