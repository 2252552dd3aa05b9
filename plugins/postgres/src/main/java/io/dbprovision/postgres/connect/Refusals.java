package io.dbprovision.postgres.connect;

import io.dbprovision.jdbc.tls.NoConnection;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.TlsMode;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import org.postgresql.util.ServerErrorMessage;

/** Makes clear sentences of why no connection could be made, each with the field and a way out. */
final class Refusals {
  private static final String HOST = "spec.connection.host";
  private static final String SECRET = "spec.connection.secretRef";

  private final ServerTarget target;
  private final NoConnection before;

  Refusals(ServerTarget target) {
    this.target = target;
    this.before = new NoConnection(target.host(), target.port(), target.connectSeconds());
  }

  EngineException of(SQLException failure, String database) {
    return before
        .of(failure)
        .or(() -> tls(failure))
        .or(() -> login(failure, database))
        .orElseGet(() -> Failures.of(failure))
        .causedBy(failure);
  }

  private Optional<EngineException> tls(SQLException failure) {
    if (Failures.is(failure, "08004")
        && Failures.serverMessage(failure) == null
        && target.tls().mode().compareTo(TlsMode.REQUIRE) >= 0) {
      return NoConnection.noTls(target.tls().mode(), "spec.postgres.sslMode");
    }
    return Optional.empty();
  }

  private Optional<EngineException> login(SQLException failure, String database) {
    String user = "\"" + target.admin().username() + "\"";
    String state = Objects.requireNonNullElse(failure.getSQLState(), "");
    return switch (state) {
      case "28P01" ->
          refused(
              ErrorKind.AUTHENTICATION,
              SECRET,
              "the server refused the password of " + user + "; correct it in the Secret");
      case "28000" ->
          routine(failure).equals("InitializeSessionUserId")
              ? refused(
                  ErrorKind.AUTHENTICATION,
                  SECRET,
                  "the server does not let " + user + " log in (" + Failures.said(failure) + ")")
              : refused(
                  ErrorKind.AUTHENTICATION,
                  SECRET,
                  "the server's pg_hba.conf does not let "
                      + user
                      + " in from here ("
                      + Failures.said(failure)
                      + "); add an entry there, or change user, database or TLS mode");
      case "3D000" ->
          refused(
              database.equals(target.database()) ? ErrorKind.UNREACHABLE : ErrorKind.NOT_FOUND,
              database.equals(target.database()) ? "spec.connection.database" : "spec.name",
              "the database \"" + database + "\" does not exist on the server");
      case "42501" ->
          refused(
              ErrorKind.PERMISSION,
              database.equals(target.database()) ? "spec.connection.database" : "spec.name",
              user
                  + " may not connect to the database \""
                  + database
                  + "\"; grant it CONNECT there");
      case "53300" ->
          refused(
              ErrorKind.EXHAUSTED,
              HOST,
              "the server has no connection left ("
                  + Failures.said(failure)
                  + "); raise its max_connections or free some");
      default -> Optional.empty();
    };
  }

  private static String routine(SQLException failure) {
    ServerErrorMessage message = Failures.serverMessage(failure);
    return message == null ? "" : Objects.requireNonNullElse(message.getRoutine(), "");
  }

  private static Optional<EngineException> refused(ErrorKind kind, String path, String message) {
    return Optional.of(EngineException.at(kind, path, message));
  }
}
