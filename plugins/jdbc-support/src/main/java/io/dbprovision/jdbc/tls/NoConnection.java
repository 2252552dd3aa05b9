package io.dbprovision.jdbc.tls;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.TlsMode;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Says why there is no way to a server, before it comes to a login: sentences that are the same for
 * every engine, each with the field and a way out. They are found by the causes of what the driver
 * throws.
 *
 * @param connectSeconds how long was waited for an answer
 */
public record NoConnection(String host, int port, long connectSeconds) {
  /** So that a chain of causes that is a ring has an end. */
  private static final int DEEPEST = 20;

  /** UNREACHABLE without a cause; empty when network and TLS are not to blame. */
  public Optional<EngineException> of(Throwable failure) {
    return network(failure).or(() -> certificate(failure)).or(() -> handshake(failure));
  }

  private Optional<EngineException> network(Throwable failure) {
    String where = host + ":" + port;
    if (cause(failure, UnknownHostException.class) != null) {
      return ofHost(
          "the host name \""
              + host
              + "\" cannot be resolved; correct it, or see to the cluster's DNS");
    }
    if (cause(failure, SocketTimeoutException.class) != null) {
      return ofHost(
          "no answer from "
              + where
              + " within "
              + connectSeconds
              + " s; check host, port and network policies, and that it is a server of spec.engine");
    }
    if (cause(failure, ConnectException.class) != null
        || cause(failure, NoRouteToHostException.class) != null) {
      return ofHost(
          "nothing accepts connections at "
              + where
              + " (connection refused); check host and port, that the server runs, and network"
              + " policies");
    }
    return Optional.empty();
  }

  private Optional<EngineException> certificate(Throwable failure) {
    TlsRefusal refusal = cause(failure, TlsRefusal.class);
    if (refusal == null) {
      return Optional.empty();
    }
    return refusal.why() == TlsRefusal.Why.OTHER_HOST
        ? unreachable(
            "spec.tls.mode",
            "the server's certificate does not name the host \""
                + host
                + "\"; use a host name that it names, or mode verify-ca")
        : unreachable(
            "spec.tls.secretRef",
            "the server's certificate is not trusted: it does not lead to the given CA; put the"
                + " CA that signed it into the Secret");
  }

  private static Optional<EngineException> handshake(Throwable failure) {
    SSLException handshake = cause(failure, SSLException.class);
    return handshake == null
        ? Optional.empty()
        : unreachable(
            "spec.tls",
            "the TLS handshake with the server failed ("
                + handshake.getMessage()
                + "); check the TLS settings and the client certificate");
  }

  /**
   * For a server that does not offer what is asked for.
   *
   * @param option of the engine's own block that asks for TLS as well
   */
  public static Optional<EngineException> noTls(TlsMode asked, String option) {
    return unreachable(
        "spec.tls.mode",
        "the server does not offer TLS, and "
            + asked.name().toLowerCase(Locale.ROOT).replace('_', '-')
            + " asks for it; switch TLS on in the server, or lower spec.tls.mode and "
            + option);
  }

  private static Optional<EngineException> ofHost(String message) {
    return unreachable("spec.connection.host", message);
  }

  private static Optional<EngineException> unreachable(String path, String message) {
    return Optional.of(EngineException.at(ErrorKind.UNREACHABLE, path, message));
  }

  private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> type) {
    Throwable at = failure;
    for (int depth = 0; at != null && depth < DEEPEST; depth++) {
      if (type.isInstance(at)) {
        return type.cast(at);
      }
      at = at.getCause();
    }
    return null;
  }
}
