package io.dbprovision.core.observability;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.dbprovision.core.config.BindAddress;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Serves {@code /healthz} and {@code /readyz}: 200 and {@code ok}, or 500 and the checks that
 * failed; {@code ?verbose} lists all of them, {@code /readyz/NAME} asks for one.
 */
public final class HealthServer extends HttpService {
  private final BindAddress address;
  private final List<HealthCheck> live;
  private final List<HealthCheck> ready;

  /**
   * @param live a failed one makes the kubelet restart the process
   * @param ready a failed one only takes it out of service
   */
  public HealthServer(BindAddress address, List<HealthCheck> live, List<HealthCheck> ready) {
    this.address = address;
    this.live = List.copyOf(live);
    this.ready = List.copyOf(ready);
  }

  @Override
  HttpEndpoint open() throws IOException {
    return new HttpEndpoint(
        address,
        null,
        Map.of("/healthz", checks("/healthz", live), "/readyz", checks("/readyz", ready)));
  }

  private static HttpHandler checks(String path, List<HealthCheck> checks) {
    return exchange -> {
      String asked = exchange.getRequestURI().getPath();
      String rest = asked.substring(path.length());
      if (rest.isEmpty() || rest.equals("/")) {
        answer(exchange, path, checks);
        return;
      }
      List<HealthCheck> named =
          checks.stream().filter(check -> rest.equals("/" + check.name())).toList();
      if (named.isEmpty()) {
        HttpEndpoint.respond(exchange, 404, "no such check\n");
      } else {
        answer(exchange, asked, named);
      }
    };
  }

  private static void answer(HttpExchange exchange, String path, List<HealthCheck> checks)
      throws IOException {
    StringBuilder report = new StringBuilder();
    boolean failed = false;
    for (HealthCheck check : checks) {
      Optional<String> problem = problem(check);
      failed |= problem.isPresent();
      report
          .append(problem.isPresent() ? "[-]" : "[+]")
          .append(check.name())
          .append(problem.map(text -> " failed: " + text).orElse(" ok"))
          .append('\n');
    }
    report.append(path.substring(1)).append(failed ? " check failed\n" : " check passed\n");
    String query = exchange.getRequestURI().getQuery();
    boolean verbose = query != null && query.contains("verbose");
    HttpEndpoint.respond(
        exchange, failed ? 500 : 200, failed || verbose ? report.toString() : "ok");
  }

  private static Optional<String> problem(HealthCheck check) {
    try {
      return check.problem();
    } catch (RuntimeException e) {
      return Optional.of("the check itself failed");
    }
  }
}
