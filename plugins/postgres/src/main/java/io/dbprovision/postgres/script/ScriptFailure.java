package io.dbprovision.postgres.script;

import io.dbprovision.postgres.connect.Failures;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.sql.SQLException;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Says what became of a statement without repeating any of it: the server's messages quote literals
 * and names, and a script may hold secrets. So no failure carries its cause, either.
 *
 * @param confidential whether only the place and the server's code may be told
 */
record ScriptFailure(boolean confidential) {
  /** From the first quote to the last: what stands between is not escaped, and may hold quotes. */
  private static final Pattern QUOTED = Pattern.compile("\".*\"", Pattern.DOTALL);

  /**
   * @param number of the entry, from 0
   * @param statement of the entry, from 0
   */
  EngineException of(SQLException failure, int number, Entry entry, int statement) {
    int position = Failures.position(failure);
    String line = " at line " + entry.line(statement, position);
    String place = position > 0 && confidential ? line + ", character " + position : line;
    String said = confidential ? "" : ": " + said(failure);
    return at(Failures.kindOf(failure), number, place + said + code(failure));
  }

  /** The end of the transaction failed. */
  EngineException ofCommit(SQLException failure, int number) {
    String said = confidential ? "" : ": " + said(failure);
    return at(
        Failures.kindOf(failure), number, " when the transaction ended" + said + code(failure));
  }

  static EngineException ofTime(int number, Duration limit) {
    String may = limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
    return EngineException.at(
        ErrorKind.TIMEOUT,
        "spec.initSQL.timeout",
        "statement %d was cancelled: the script may take %s".formatted(number + 1, may));
  }

  EngineException refused(int number, String why) {
    return at(ErrorKind.INVALID, number, ": " + why);
  }

  private static EngineException at(ErrorKind kind, int number, String rest) {
    return EngineException.at(kind, "spec.initSQL", "statement " + (number + 1) + " failed" + rest);
  }

  private static String said(SQLException failure) {
    return Failures.ownWords(failure)
        .map(words -> QUOTED.matcher(words).replaceAll("\"…\""))
        .orElse("its words are the script's own and are not repeated");
  }

  private static String code(SQLException failure) {
    return failure.getSQLState() == null ? "" : " (SQLSTATE " + failure.getSQLState() + ")";
  }
}
