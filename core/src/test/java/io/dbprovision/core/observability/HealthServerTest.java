package io.dbprovision.core.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.core.config.BindAddress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthServerTest {
  private final AtomicBoolean synced = new AtomicBoolean();
  private final HealthServer server =
      new HealthServer(
          BindAddress.parse("127.0.0.1:0"),
          List.of(HealthCheck.of("ping", () -> true)),
          List.of(HealthCheck.of("ping", () -> true), HealthCheck.of("caches", synced::get)));
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void start() throws Exception {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(Duration.ZERO);
    client.close();
  }

  @Test
  void aProcessThatIsWellAnswersOk() throws Exception {
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
    assertThat(get("/healthz").body()).isEqualTo("ok");
  }

  @Test
  void readinessListsWhatFailedAndFollowsTheChecks() throws Exception {
    assertThat(get("/readyz").statusCode()).isEqualTo(500);
    assertThat(get("/readyz").body())
        .isEqualTo("[+]ping ok\n[-]caches failed: not yet\nreadyz check failed\n");
    synced.set(true);

    assertThat(get("/readyz").statusCode()).isEqualTo(200);
    assertThat(get("/readyz?verbose").body())
        .isEqualTo("[+]ping ok\n[+]caches ok\nreadyz check passed\n");
  }

  @Test
  void oneCheckCanBeAskedForByName() throws Exception {
    assertThat(get("/readyz/ping").statusCode()).isEqualTo(200);
    assertThat(get("/readyz/caches").statusCode()).isEqualTo(500);
    assertThat(get("/readyz/other").statusCode()).isEqualTo(404);
    assertThat(get("/healthzz").statusCode()).isEqualTo(404);
    assertThat(get("/").statusCode()).isEqualTo(404);
  }

  @Test
  void aCheckThatThrowsHasFailed() throws Exception {
    HealthServer broken =
        new HealthServer(
            BindAddress.parse("127.0.0.1:0"),
            List.of(
                new HealthCheck() {
                  @Override
                  public String name() {
                    return "broken";
                  }

                  @Override
                  public Optional<String> problem() {
                    throw new IllegalStateException("password=hunter2");
                  }
                }),
            List.of());
    broken.start();
    try {
      HttpResponse<String> answer = send(request(broken.port(), "/healthz").GET().build());
      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body()).contains("[-]broken failed").doesNotContain("hunter2");
    } finally {
      broken.stop(Duration.ZERO);
    }
  }

  @Test
  void onlyReadingIsAllowed() throws Exception {
    HttpRequest post =
        request(server.port(), "/healthz").POST(BodyPublishers.ofString("x")).build();

    assertThat(send(post).statusCode()).isEqualTo(405);
    assertThat(send(request(server.port(), "/healthz").HEAD().build()).statusCode()).isEqualTo(200);
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    HealthServer second =
        new HealthServer(new BindAddress("127.0.0.1", server.port()), List.of(), List.of());

    assertThatThrownBy(second::start)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("127.0.0.1:" + server.port());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(request(server.port(), path).GET().build());
  }

  private HttpResponse<String> send(HttpRequest request) throws Exception {
    return client.send(request, BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }
}
