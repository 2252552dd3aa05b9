package io.dbprovision.mysql.connect;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.regex.Pattern;

/**
 * Makes sentences of what the server says to a statement. They hold the server's message, never the
 * statement; of a statement that the server could not parse it repeats a part, so that message is
 * left out.
 */
public final class Failures {
  private static final Pattern CONNECTION = Pattern.compile("^\\(conn=\\d+\\) ");
  private static final int UNPARSABLE = 1064;
  private static final int LOCKED = 1205;
  private static final int INTERRUPTED = 1317;

  private Failures() {}

  public static EngineException of(SQLException failure) {
    if (failure instanceof SQLTransientConnectionException && failure.getSQLState() == null) {
      return busy(failure);
    }
    ErrorKind kind = kindOf(failure);
    String said = said(failure);
    String sentence =
        switch (kind.name()) {
          case "UNREACHABLE" ->
              "the connection to the server was lost or refused (" + said + "); it is tried again";
          case "TIMEOUT" -> late(failure, said);
          case "PERMISSION" -> "the operator's login may not do this: " + said;
          case "EXHAUSTED" -> "the server is out of resources: " + said;
          default -> "the server refused it: " + said;
        };
    return EngineException.of(kind, sentence).causedBy(failure);
  }

  private static String late(SQLException failure, String said) {
    return switch (failure.getErrorCode()) {
      case LOCKED -> "another session holds a lock for too long (" + said + "); it is tried again";
      case INTERRUPTED -> "somebody ended the statement (" + said + "); it is tried again";
      default ->
          "the server did not answer in time ("
              + said
              + "); it may be overloaded, or spec.mysql.readTimeout of the instance too short";
    };
  }

  static EngineException busy(Exception cause) {
    return EngineException.of(
            ErrorKind.TIMEOUT,
            "all connections that the operator may hold to this server stayed in use; it is tried"
                + " again")
        .causedBy(cause);
  }

  public static ErrorKind kindOf(SQLException failure) {
    return causedByTimeout(failure) ? ErrorKind.TIMEOUT : MyStates.kindOf(failure);
  }

  public static boolean is(SQLException failure, int number) {
    return failure.getErrorCode() == number;
  }

  /** The server's message, else the driver's. */
  public static String said(SQLException failure) {
    if (MyStates.closed(failure)) {
      return "the server closed it";
    }
    return is(failure, UNPARSABLE)
        ? "it does not understand the statement"
        : CONNECTION.matcher(String.valueOf(failure.getMessage())).replaceFirst("");
  }

  private static boolean causedByTimeout(Throwable failure) {
    Throwable at = failure;
    for (int depth = 0; at != null && depth < 20; depth++) {
      if (at instanceof SocketTimeoutException) {
        return true;
      }
      at = at.getCause();
    }
    return false;
  }
}
