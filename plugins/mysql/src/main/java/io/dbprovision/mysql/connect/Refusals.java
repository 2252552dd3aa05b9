package io.dbprovision.mysql.connect;

import io.dbprovision.jdbc.tls.NoConnection;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.sql.SQLException;
import java.util.Optional;

/** Makes clear sentences of why no connection could be made, each with the field and a way out. */
final class Refusals {
  private static final String HOST = "spec.connection.host";
  private static final String REJECTED = "08004";
  private static final String SECRET = "spec.connection.secretRef";

  private final Target target;
  private final NoConnection before;

  Refusals(Target target) {
    this.target = target;
    this.before = new NoConnection(target.host(), target.port(), target.connect().toSeconds());
  }

  EngineException of(SQLException failure) {
    return before
        .of(failure)
        .or(() -> tls(failure))
        .or(() -> login(failure))
        .orElseGet(() -> Failures.of(failure))
        .causedBy(failure);
  }

  private Optional<EngineException> tls(SQLException failure) {
    if (Connector.hasNoTls(failure)) {
      return NoConnection.noTls(target.tls().mode(), "spec.mysql.tls");
    }
    if (Connector.hasNoKey(failure)) {
      return unreachable(
          "spec.mysql.tls",
          "the server does not offer TLS, without which the login's plug-in would give the password"
              + " to whoever is in between; switch TLS on in the server, or set spec.mysql.tls to"
              + " disabled where the network can be trusted");
    }
    return Failures.is(failure, 3159)
        ? unreachable(
            "spec.tls.mode", "the server insists on TLS; raise spec.tls.mode or spec.mysql.tls")
        : Optional.empty();
  }

  private Optional<EngineException> login(SQLException failure) {
    String user = "\"" + target.admin().username() + "\"";
    String said = Failures.said(failure);
    return switch (failure.getErrorCode()) {
      case 1045, 1698 ->
          refused(
              ErrorKind.AUTHENTICATION,
              SECRET,
              "the server refused the login of "
                  + user
                  + " ("
                  + said
                  + "); correct user name and password in the Secret, or the hosts that it may come"
                  + " from");
      case 1129, 1130 ->
          refused(
              ErrorKind.AUTHENTICATION,
              SECRET,
              "the server does not let " + user + " in from here (" + said + ")");
      case 1820, 1862, 3118, 4151 ->
          refused(
              ErrorKind.AUTHENTICATION,
              SECRET,
              "the server does not let " + user + " log in (" + said + ")");
      case 1040, 1203, 1226 ->
          refused(
              ErrorKind.EXHAUSTED,
              HOST,
              "the server has no connection left (" + said + "); raise its limit or free some");
      case 1273 ->
          refused(
              ErrorKind.INVALID,
              "spec.mysql.collation",
              "the server has no collation " + target.collation() + " for utf8mb4");
      default ->
          asksForOtherProof(failure)
              ? refused(
                  ErrorKind.AUTHENTICATION,
                  SECRET,
                  "the server wants "
                      + user
                      + " to log in by a plug-in that the operator does not use, as it also does"
                      + " with names that it does not know; correct the user name in the Secret, or"
                      + " give that user another plug-in")
              : Optional.empty();
    };
  }

  /** The driver's own words, of which there are two sorts and no code. */
  private static boolean asksForOtherProof(SQLException failure) {
    String said = String.valueOf(failure.getMessage());
    return REJECTED.equals(failure.getSQLState())
        && (said.contains("restrict authentication plugin")
            || said.contains("does not support authentication protocol"));
  }

  private static Optional<EngineException> unreachable(String path, String message) {
    return refused(ErrorKind.UNREACHABLE, path, message);
  }

  private static Optional<EngineException> refused(ErrorKind kind, String path, String message) {
    return Optional.of(EngineException.at(kind, path, message));
  }
}
