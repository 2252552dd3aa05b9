package io.dbprovision.postgres.script;

import io.dbprovision.spi.ScriptResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Runs a script's statements on a connection of its own login. For one thread and one use. */
final class ScriptSession {
  private final Connection connection;
  private final ScriptFailure failures;
  private int statement;

  ScriptSession(Connection connection, ScriptFailure failures) {
    this.connection = connection;
    this.failures = failures;
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
        return ScriptResult.failed(0, failures.of(e, i, entries.get(i), statement));
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
        return ScriptResult.failed(i, failures.of(e, i, entry, statement));
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
        running.execute(entry.statements().get(statement));
      }
    }
  }
}
