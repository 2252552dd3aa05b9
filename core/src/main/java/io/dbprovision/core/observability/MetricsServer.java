package io.dbprovision.core.observability;

import com.sun.net.httpserver.HttpExchange;
import io.dbprovision.core.config.BindAddress;
import io.dbprovision.core.config.MetricsSettings;
import io.dbprovision.core.tls.ReloadedCertificate;
import io.dbprovision.core.tls.ServerCertificate;
import io.dbprovision.core.tls.ServerTls;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code /metrics}: plainly to everybody, or by HTTPS to those whom {@link MetricsAccess}
 * lets in.
 */
public final class MetricsServer extends HttpService {
  private static final Logger LOG = LoggerFactory.getLogger(MetricsServer.class);
  private static final String PATH = "/metrics";
  private static final Duration VALID = Duration.ofDays(3_650);
  private static final String BEARER = "Bearer ";

  private final BindAddress address;
  private final MetricsSettings settings;
  private final MetricsAccess access;
  private final MetricsText text;
  private final CertificateMetrics certificates;
  private final InstantSource clock;

  /**
   * @param settings where and how
   * @param access asked for every request when the settings say secure
   * @throws IllegalArgumentException when the settings have no address
   */
  public MetricsServer(
      MetricsSettings settings,
      MetricsAccess access,
      OperatorMetrics metrics,
      InstantSource clock) {
    this.address =
        settings
            .boundTo()
            .orElseThrow(() -> new IllegalArgumentException("Metrics are turned off"));
    this.settings = settings;
    this.access = access;
    this.text = new MetricsText(metrics.registry());
    this.certificates = metrics.certificates();
    this.clock = clock;
  }

  @Override
  HttpEndpoint open() throws IOException, GeneralSecurityException {
    SSLContext tls = settings.secure() ? tls() : null;
    return new HttpEndpoint(address, tls, Map.of(PATH, this::answer));
  }

  private SSLContext tls() throws IOException, GeneralSecurityException {
    Supplier<ServerCertificate> certificate = certificate();
    certificates.served("metrics", () -> certificate.get().expiry());
    return ServerTls.context(certificate);
  }

  private Supplier<ServerCertificate> certificate() throws IOException, GeneralSecurityException {
    if (settings.certificateFiles().isPresent()) {
      return new ReloadedCertificate(settings.certificateFiles().get());
    }
    ServerCertificate own =
        ServerCertificate.selfSigned("dbops-metrics", List.of("localhost"), clock.instant(), VALID);
    return () -> own;
  }

  private void answer(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestURI().getPath().equals(PATH)) {
      HttpEndpoint.respond(exchange, 404, "no such page\n");
      return;
    }
    if (settings.secure()) {
      String header = exchange.getRequestHeaders().getFirst("Authorization");
      if (header == null || !header.startsWith(BEARER)) {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
        HttpEndpoint.respond(exchange, 401, "a bearer token is needed\n");
        return;
      }
      if (!allowed(header.substring(BEARER.length()))) {
        HttpEndpoint.respond(exchange, 403, "this token may not read metrics\n");
        return;
      }
    }
    text.write(exchange);
  }

  private boolean allowed(String token) {
    try {
      return access.allowed(token, PATH);
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("Nobody can say who may read metrics, so nobody may");
      return false;
    }
  }
}
