package io.dbprovision.mysql.script;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ScriptResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Runs a script's statements on a connection of its own login. What a failure leaves open is rolled
 * back by the server when the connection ends. For one thread and one use.
 */
final class ScriptSession {
  private final Sql sql;
  private final Connection connection;
  private final TimeLimit limit;
  private final ScriptFailure failures;
  private int statement;

  /**
   * @param timeout of the whole script; zero for the connection's own limit of each statement
   */
  ScriptSession(Sql sql, Duration timeout, ScriptFailure failures) {
    this.sql = sql;
    this.connection = sql.connection();
    this.limit = new TimeLimit(timeout);
    this.failures = failures;
  }

  /** All or nothing, which is refused at once where the servers cannot keep it. */
  ScriptResult inOne(List<String> texts) throws SQLException {
    Quoting quoting = Quoting.of(sql);
    for (int i = 0; i < texts.size(); i++) {
      Optional<EngineException> refused = refusal(i, Entry.of(texts.get(i), quoting));
      if (refused.isPresent()) {
        return ScriptResult.failed(0, refused.get());
      }
    }
    connection.setAutoCommit(false);
    for (int i = 0; i < texts.size(); i++) {
      Optional<EngineException> failed = run(i, Entry.of(texts.get(i), quoting));
      if (failed.isPresent()) {
        return ScriptResult.failed(0, failed.get());
      }
    }
    return commit(texts.size() - 1)
        .map(failed -> ScriptResult.failed(0, failed))
        .orElseGet(() -> ScriptResult.complete(texts.size()));
  }

  /**
   * Each entry stands for itself. One of several statements is all or nothing, as long as none of
   * them commits; a script may change how the quotes of the next entry are to be read.
   */
  ScriptResult oneByOne(List<String> texts) throws SQLException {
    for (int i = 0; i < texts.size(); i++) {
      try {
        Optional<EngineException> failed = alone(i, texts.get(i));
        if (failed.isPresent()) {
          return ScriptResult.failed(i, failed.get());
        }
      } catch (SQLException e) { // between two statements
        if (limit.ended(e)) {
          return ScriptResult.failed(i, ScriptFailure.ofTime(i, limit.whole()));
        }
        throw e;
      }
    }
    return ScriptResult.complete(texts.size());
  }

  private Optional<EngineException> alone(int number, String text) throws SQLException {
    connection.setAutoCommit(true);
    Entry entry = Entry.of(text, Quoting.of(sql));
    boolean together = entry.statements().size() > 1 && !Commits.any(entry);
    connection.setAutoCommit(!together);
    Optional<EngineException> failed = run(number, entry);
    return failed.isEmpty() && together ? commit(number) : failed;
  }

  private Optional<EngineException> refusal(int number, Entry entry) {
    for (Piece piece : entry.statements()) {
      if (Commits.control(piece)) {
        return Optional.of(
            failures.refused(
                number,
                "it begins or ends a transaction, but the script runs in one: take that out"));
      }
      if (Commits.implicit(piece)) {
        return Optional.of(
            failures.refused(
                number,
                "the server commits by itself when it runs a statement of this sort, so the script"
                    + " cannot be all or nothing; set spec.initSQL.transaction to false, or take"
                    + " that statement out"));
      }
    }
    return Optional.empty();
  }

  private Optional<EngineException> run(int number, Entry entry) throws SQLException {
    if (entry.statements().stream().anyMatch(piece -> piece.first().equals("DELIMITER"))) {
      return Optional.of(
          failures.refused(
              number,
              "DELIMITER is a word of the client's and not the server's; take it out: where a"
                  + " routine ends is seen by its BEGIN and END"));
    }
    statement = 0;
    // the text is the server's, not JDBC's
    try (Statement running = connection.createStatement()) {
      running.setEscapeProcessing(false);
      for (; statement < entry.statements().size(); statement++) {
        limit.put(connection);
        running.execute(entry.statements().get(statement).text());
      }
      return Optional.empty();
    } catch (SQLException e) {
      return Optional.of(
          limit.ended(e)
              ? ScriptFailure.ofTime(number, limit.whole())
              : failures.of(e, number, entry, statement));
    }
  }

  private Optional<EngineException> commit(int number) {
    try {
      limit.put(connection);
      connection.commit();
      return Optional.empty();
    } catch (SQLException e) {
      return Optional.of(
          limit.ended(e)
              ? ScriptFailure.ofTime(Math.max(0, number), limit.whole())
              : failures.ofCommit(e, Math.max(0, number)));
    }
  }
}
