package io.dbprovision.postgres.connect;

import io.dbprovision.jdbc.tls.TlsRefusal;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.TlsMode;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ServerErrorMessage;

/** Makes clear sentences of why no connection could be made, each with the field and a way out. */
final class Refusals {
  private static final String HOST = "spec.connection.host";
  private static final String SECRET = "spec.connection.secretRef";

  private final ServerTarget target;

  Refusals(ServerTarget target) {
    this.target = target;
  }

  EngineException of(SQLException failure, String database) {
    return network(failure)
        .or(() -> tls(failure))
        .or(() -> login(failure, database))
        .orElseGet(() -> Failures.of(failure))
        .causedBy(failure);
  }

  private Optional<EngineException> network(SQLException failure) {
    String where = target.host() + ":" + target.port();
    if (cause(failure, UnknownHostException.class) != null) {
      return unreachable(
          HOST,
          "the host name \""
              + target.host()
              + "\" cannot be resolved; correct it, or see to the cluster's DNS");
    }
    if (cause(failure, ConnectException.class) != null
        || cause(failure, NoRouteToHostException.class) != null) {
      return unreachable(
          HOST,
          "nothing accepts connections at "
              + where
              + " (connection refused); check host and port, that the server runs, and network"
              + " policies");
    }
    if (cause(failure, SocketTimeoutException.class) != null) {
      return unreachable(
          HOST,
          "no answer from "
              + where
              + " within "
              + target.connectSeconds()
              + " s; check host, port and network policies");
    }
    return Optional.empty();
  }

  private Optional<EngineException> tls(SQLException failure) {
    TlsRefusal refusal = cause(failure, TlsRefusal.class);
    if (refusal != null) {
      return refusal.why() == TlsRefusal.Why.OTHER_HOST
          ? unreachable(
              "spec.tls.mode",
              "the server's certificate does not name the host \""
                  + target.host()
                  + "\"; use a host name that it names, or mode verify-ca")
          : unreachable(
              "spec.tls.secretRef",
              "the server's certificate is not trusted: it does not lead to the given CA; put the"
                  + " CA that signed it into the Secret");
    }
    SSLException handshake = cause(failure, SSLException.class);
    if (handshake != null) {
      return unreachable(
          "spec.tls",
          "the TLS handshake with the server failed ("
              + handshake.getMessage()
              + "); check the TLS settings and the client certificate");
    }
    if (Failures.is(failure, "08004")
        && Failures.serverMessage(failure) == null
        && target.tls().mode().compareTo(TlsMode.REQUIRE) >= 0) {
      return unreachable(
          "spec.tls.mode",
          "the server does not offer TLS, and "
              + target.tls().mode().name().toLowerCase(Locale.ROOT).replace('_', '-')
              + " asks for it; switch TLS on in the server, or lower spec.tls.mode and"
              + " spec.postgres.sslMode");
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

  private static Optional<EngineException> unreachable(String path, String message) {
    return refused(ErrorKind.UNREACHABLE, path, message);
  }

  private static Optional<EngineException> refused(ErrorKind kind, String path, String message) {
    return Optional.of(EngineException.at(kind, path, message));
  }

  private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> type) {
    Throwable at = failure;
    for (int depth = 0; at != null && depth < 20; depth++) {
      if (type.isInstance(at)) {
        return type.cast(at);
      }
      at = at.getCause();
    }
    return null;
  }
}
