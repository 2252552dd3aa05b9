package io.dbprovision.mysql.script;

import io.dbprovision.mysql.connect.Failures;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.sql.SQLException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says what became of a statement without repeating any of it. The servers' messages quote names,
 * values and whole parts of a script, and a script can raise any number with any words; so what is
 * said are our own words for the number. No failure carries its cause, either.
 *
 * @param confidential whether only the place and the server's code may be told
 */
record ScriptFailure(boolean confidential) {
  private static final int UNPARSABLE = 1064;
  private static final Pattern LINE = Pattern.compile("(?s).* at line (\\d{1,6})");

  /**
   * @param number of the entry, from 0
   * @param statement of the entry, from 0
   */
  EngineException of(SQLException failure, int number, Entry entry, int statement) {
    String place = " at line " + entry.line(statement, within(failure));
    return at(Failures.kindOf(failure), number, place + said(failure) + code(failure));
  }

  /** The end of the transaction failed. */
  EngineException ofCommit(SQLException failure, int number) {
    String rest = " when the transaction ended" + said(failure) + code(failure);
    return at(Failures.kindOf(failure), number, rest);
  }

  /** What was to be all or nothing was not. */
  static EngineException ofPart(int number) {
    return at(
        ErrorKind.INVALID,
        number,
        ", and it was not all or nothing: a statement of the script committed by itself, such as"
            + " EXECUTE, CALL or a setting of autocommit may do. What came before that stays on the"
            + " server, what came after it does not");
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

  /** The line of the statement that the server stumbled over, from 1. */
  private static int within(SQLException failure) {
    if (!Failures.is(failure, UNPARSABLE)) {
      return 1;
    }
    Matcher line = LINE.matcher(String.valueOf(failure.getMessage()));
    return line.matches() ? Math.max(1, Integer.parseInt(line.group(1))) : 1;
  }

  private String said(SQLException failure) {
    return confidential ? "" : ": " + Meanings.of(failure);
  }

  private static String code(SQLException failure) {
    String state = failure.getSQLState() == null ? "" : ", SQLSTATE " + failure.getSQLState();
    return failure.getErrorCode() == 0 && state.isEmpty()
        ? ""
        : " (error " + failure.getErrorCode() + state + ")";
  }
}
