package io.dbprovision.mysql.script;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.connect.Failures;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ScriptProgress;
import io.dbprovision.spi.ScriptResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mariadb.jdbc.util.constants.ServerStatus;

/**
 * Runs a script's statements on a connection of its own login. What a failure leaves open is rolled
 * back by the server when the connection ends. For one thread and one use.
 */
final class ScriptSession {
  private static final SqlText BEGINNING = SqlText.of("SAVEPOINT `_dbops_beginning`");
  private static final SqlText KEPT = SqlText.of("RELEASE SAVEPOINT `_dbops_beginning`");
  private static final int NO_MARK = 1305;

  /** With these the server itself may have rolled back, which takes the mark, too. */
  private static final Set<ErrorKind> ENDING =
      Set.of(ErrorKind.INTERNAL, ErrorKind.TIMEOUT, ErrorKind.EXHAUSTED, ErrorKind.UNREACHABLE);

  private final Sql sql;
  private final Connection connection;
  private final TimeLimit limit;
  private final ScriptFailure failures;
  private int statement;

  ScriptSession(Sql sql, TimeLimit limit, ScriptFailure failures) {
    this.sql = sql;
    this.connection = sql.connection();
    this.limit = limit;
    this.failures = failures;
  }

  /**
   * All of those that are not done, or nothing, which is refused at once where the servers cannot
   * keep it.
   */
  ScriptResult inOne(List<String> texts, int done) throws SQLException {
    Quoting quoting = Quoting.of(sql);
    for (int i = done; i < texts.size(); i++) {
      Optional<EngineException> refused = refusal(i, Entry.of(texts.get(i), quoting));
      if (refused.isPresent()) {
        return ScriptResult.failed(done, refused.get());
      }
    }
    Optional<EngineException> unset = setAgain(texts, done);
    if (unset.isPresent()) {
      return ScriptResult.failed(done, unset.get());
    }
    begin();
    for (int i = done; i < texts.size(); i++) {
      Optional<EngineException> failed = within(i, texts.get(i));
      if (failed.isPresent()) {
        return ScriptResult.failed(done, failed.get());
      }
    }
    return commit(texts.size() - 1)
        .map(failed -> ScriptResult.failed(done, failed))
        .orElseGet(() -> ScriptResult.complete(texts.size()));
  }

  /** One entry of those, read by the quotes as the ones before it left them. */
  private Optional<EngineException> within(int number, String text) throws SQLException {
    Entry entry = Entry.of(text, Quoting.of(sql));
    Optional<EngineException> refused = refusal(number, entry);
    return refused.isPresent() ? refused : run(number, entry).map(failed -> whole(number, failed));
  }

  /** A transaction whose beginning is marked: the mark goes with whatever ends it. */
  private void begin() throws SQLException {
    connection.setAutoCommit(false);
    sql.execute(BEGINNING);
  }

  /** Of a failure, unless what came before it is on the server for good. */
  private EngineException whole(int number, EngineException failed) {
    return !ENDING.contains(failed.kind()) && !isWhole() ? ScriptFailure.ofPart(number) : failed;
  }

  private boolean isWhole() {
    try {
      sql.execute(KEPT);
      return true;
    } catch (SQLException e) {
      return !Failures.is(e, NO_MARK);
    }
  }

  /**
   * Each entry stands for itself. One of several statements is all or nothing, as long as none of
   * them commits; a script may change how the quotes of the next entry are to be read. What is
   * within a transaction of the script's own is in effect when that is.
   */
  ScriptResult oneByOne(List<String> texts, int done, ScriptProgress progress) throws SQLException {
    Optional<EngineException> unset = setAgain(texts, done);
    if (unset.isPresent()) {
      return ScriptResult.failed(done, unset.get());
    }
    int inEffect = done;
    for (int i = done; i < texts.size(); i++) {
      Optional<EngineException> failed = inTime(i, texts.get(i));
      if (failed.isPresent()) {
        return ScriptResult.failed(inEffect, failed.get());
      }
      if (!inTransaction()) {
        inEffect = i + 1;
        progress.inEffect(inEffect);
      }
    }
    return inEffect == texts.size()
        ? ScriptResult.complete(inEffect)
        : ScriptResult.failed(
            inEffect, failures.refused(inEffect, "it begins a transaction that nothing commits"));
  }

  private Optional<EngineException> inTime(int number, String text) throws SQLException {
    try {
      return alone(number, text);
    } catch (SQLException e) { // between two statements
      if (limit.ended(e)) {
        return Optional.of(ScriptFailure.ofTime(number, limit.whole()));
      }
      throw e;
    }
  }

  private Optional<EngineException> alone(int number, String text) throws SQLException {
    connection.setAutoCommit(true);
    Entry entry = Entry.of(text, Quoting.of(sql));
    boolean together = entry.statements().size() > 1 && !Commits.any(entry) && !inTransaction();
    if (together) {
      begin();
    }
    Optional<EngineException> failed = run(number, entry);
    return failed.isEmpty() && together ? commit(number) : failed;
  }

  /** As the server's last answer has it. */
  private boolean inTransaction() throws SQLException {
    int status =
        connection.unwrap(org.mariadb.jdbc.Connection.class).getContext().getServerStatus();
    return (status & ServerStatus.IN_TRANSACTION) != 0;
  }

  /** Modes, variables and the like, as those that are done left them to those that are not. */
  private Optional<EngineException> setAgain(List<String> texts, int done) throws SQLException {
    for (int i = 0; i < done; i++) {
      Entry entry = Entry.of(texts.get(i), Quoting.of(sql));
      List<Piece> settings = entry.statements().stream().filter(Commits::setting).toList();
      if (!settings.isEmpty()) {
        Optional<EngineException> failed = run(i, new Entry(entry.text(), settings));
        if (failed.isPresent()) {
          return failed;
        }
      }
    }
    return Optional.empty();
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
      if (!isWhole()) {
        return Optional.of(ScriptFailure.ofPart(Math.max(0, number)));
      }
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
