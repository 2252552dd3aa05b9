package io.dbprovision.postgres.script;

import io.dbprovision.postgres.connect.Failures;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ScriptResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Runs a script's statements on a connection of its own login. */
final class ScriptSession {
  private final Connection connection;

  ScriptSession(Connection connection) {
    this.connection = connection;
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
        statement.execute(text);
      }
    }
  }

  private static EngineException failure(SQLException e, int entry) {
    int position = Failures.position(e);
    return failure(
            Failures.kindOf(e),
            entry,
            Failures.said(e) + (position > 0 ? " (at character " + position + ")" : ""))
        .causedBy(e);
  }

  private static EngineException failure(ErrorKind kind, int entry, String said) {
    return EngineException.at(
        kind, "spec.initSQL", "statement " + (entry + 1) + " failed: " + said);
  }
}
