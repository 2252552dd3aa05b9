package io.dbprovision.postgres.script;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ScriptProgress;
import io.dbprovision.spi.ScriptResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

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

  /** All of those that are not done, or nothing. */
  ScriptResult inOne(List<Entry> entries, int done) throws SQLException {
    for (int i = done; i < entries.size(); i++) {
      if (Transactions.anyControl(entries.get(i).statements())) {
        return ScriptResult.failed(
            done,
            failures.refused(
                i, "it begins or ends a transaction, but the script runs in one: take that out"));
      }
    }
    Optional<EngineException> unset = setAgain(entries, done);
    if (unset.isPresent()) {
      return ScriptResult.failed(done, unset.get());
    }
    connection.setAutoCommit(false);
    for (int i = done; i < entries.size(); i++) {
      try {
        run(entries.get(i));
      } catch (SQLException e) {
        connection.rollback();
        return ScriptResult.failed(done, failure(e, i, entries.get(i)));
      }
    }
    try {
      connection.commit();
    } catch (SQLException e) {
      return ScriptResult.failed(done, failures.ofCommit(e, entries.size() - 1));
    }
    return ScriptResult.complete(entries.size());
  }

  /**
   * Each entry stands for itself: one of several statements is all or nothing, unless it does its
   * own transactions; one of a single statement runs in none, as VACUUM and the like want it. What
   * is within a transaction of the script's own is in effect when that is.
   */
  ScriptResult oneByOne(List<Entry> entries, int done, ScriptProgress progress)
      throws SQLException {
    Optional<EngineException> unset = setAgain(entries, done);
    if (unset.isPresent()) {
      return ScriptResult.failed(done, unset.get());
    }
    int inEffect = done;
    for (int i = done; i < entries.size(); i++) {
      Optional<EngineException> failure = alone(entries.get(i), i);
      if (failure.isPresent()) {
        return ScriptResult.failed(inEffect, failure.get());
      }
      if (outsideTransactions()) {
        inEffect = i + 1;
        progress.inEffect(inEffect);
      }
    }
    return inEffect == entries.size()
        ? ScriptResult.complete(inEffect)
        : ScriptResult.failed(
            inEffect, failures.refused(inEffect, "it begins a transaction that nothing commits"));
  }

  /** What went wrong with it; empty for nothing. */
  private Optional<EngineException> alone(Entry entry, int number) throws SQLException {
    boolean together =
        entry.statements().size() > 1 && !Transactions.anyControl(entry.statements());
    connection.setAutoCommit(!together);
    try {
      run(entry);
    } catch (SQLException e) {
      if (together) {
        connection.rollback();
      }
      return Optional.of(failure(e, number, entry));
    }
    try {
      if (together) {
        connection.commit();
      }
    } catch (SQLException e) {
      return Optional.of(failures.ofCommit(e, number));
    }
    return Optional.empty();
  }

  private boolean outsideTransactions() throws SQLException {
    return connection.unwrap(BaseConnection.class).getTransactionState() == TransactionState.IDLE;
  }

  /** The search path and the like, as those that are done left it to those that are not. */
  private Optional<EngineException> setAgain(List<Entry> entries, int done) {
    for (int i = 0; i < done; i++) {
      Entry entry = entries.get(i);
      for (statement = 0; statement < entry.statements().size(); statement++) {
        if (Transactions.setting(entry.statements().get(statement))) {
          try (Statement running = connection.createStatement()) {
            running.setEscapeProcessing(false);
            limit.put(running);
            running.execute(entry.statements().get(statement));
          } catch (SQLException e) {
            return Optional.of(failure(e, i, entry));
          }
        }
      }
    }
    return Optional.empty();
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
