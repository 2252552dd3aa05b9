package io.dbprovision.postgres.connect;

import io.dbprovision.jdbc.SqlStates;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Makes sentences of what the server says to a statement. They hold the server's primary message,
 * never the statement.
 */
public final class Failures {
  private static final String NO_ANSWER =
      "the server did not answer in time; it may be overloaded, or spec.postgres.statementTimeout"
          + " of the instance too short";
  // the server's source file that words what RAISE and ASSERT say
  private static final String RAISING = "pl_exec.c";
  private static final SqlStates STATES = PgStates.table();

  private Failures() {}

  public static EngineException of(SQLException failure) {
    if (failure instanceof SQLTransientConnectionException && failure.getSQLState() == null) {
      return busy(failure);
    }
    ErrorKind kind = STATES.kindOf(failure);
    String said = said(failure);
    String sentence =
        switch (kind.name()) {
          case "UNREACHABLE" ->
              "the connection to the server was lost or refused (" + said + "); it is tried again";
          case "TIMEOUT" -> NO_ANSWER;
          case "PERMISSION" -> "the operator's login may not do this: " + said;
          case "EXHAUSTED" -> "the server is out of resources: " + said;
          default -> "the server refused it: " + said;
        };
    return EngineException.of(kind, sentence).causedBy(failure);
  }

  static EngineException busy(Exception cause) {
    return EngineException.of(
            ErrorKind.TIMEOUT,
            "all connections that the operator may hold to this server stayed in use; it is tried"
                + " again")
        .causedBy(cause);
  }

  public static ErrorKind kindOf(SQLException failure) {
    return STATES.kindOf(failure);
  }

  public static boolean is(SQLException failure, String state) {
    return state.equals(failure.getSQLState());
  }

  /** The server's primary message, else the driver's. */
  public static String said(SQLException failure) {
    ServerErrorMessage message = serverMessage(failure);
    String primary = message == null ? null : message.getMessage();
    return primary == null ? String.valueOf(failure.getMessage()) : primary;
  }

  /**
   * The server's primary message as long as the server worded it; empty for what a script raised
   * itself, and for the driver's words, which may repeat the statement.
   */
  public static Optional<String> ownWords(SQLException failure) {
    ServerErrorMessage message = serverMessage(failure);
    boolean raised = message != null && RAISING.equals(message.getFile());
    return message == null || raised ? Optional.empty() : Optional.ofNullable(message.getMessage());
  }

  /** Where in the statement the server stumbled, counted in characters from 1; 0 when unknown. */
  public static int position(SQLException failure) {
    ServerErrorMessage message = serverMessage(failure);
    return message == null ? 0 : message.getPosition();
  }

  static @Nullable ServerErrorMessage serverMessage(SQLException failure) {
    return failure instanceof PSQLException known ? known.getServerErrorMessage() : null;
  }
}
