package io.dbprovision.core.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.config.BindAddress;
import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.observability.HealthCheck;
import io.dbprovision.core.observability.HealthServer;
import io.dbprovision.core.runtime.Shutdown;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class MissingCrdsTest {
  private final Readiness readiness = new Readiness();
  private final Shutdown shutdown = new Shutdown();

  @Test
  void anOperatorThatWaitsForItsCrdsIsAliveButNotReadyAndSaysWhy() throws Exception {
    HealthServer health =
        new HealthServer(
            BindAddress.parse("127.0.0.1:0"),
            List.of(HealthCheck.of("process", () -> true)),
            List.of(readiness));
    health.start();
    List<HttpResponse<String>> answers = new ArrayList<>();
    AtomicInteger looks = new AtomicInteger();

    boolean there =
        waiting(
                () -> {
                  if (looks.incrementAndGet() == 1) {
                    return Set.of(CustomKind.DATABASE, CustomKind.USER);
                  }
                  answers.add(get(health, "/healthz"));
                  answers.add(get(health, "/readyz"));
                  return Set.of();
                })
            .await(shutdown);
    health.stop(Duration.ZERO);

    assertThat(there).isTrue();
    assertThat(answers).extracting(HttpResponse::statusCode).containsExactly(200, 500);
    assertThat(answers.getLast().body())
        .contains("CRDs are not installed")
        .contains("databases,databaseusers");
  }

  @Test
  void anApiServerOutOfReachIsWaitedForToo() throws Exception {
    List<String> problems = new ArrayList<>();

    boolean there =
        waiting(
                () -> {
                  problems.add(readiness.problem().orElse("none"));
                  if (problems.size() == 1) {
                    throw new KubeException(KubeException.Kind.UNAVAILABLE, "no answer");
                  }
                  return Set.of();
                })
            .await(shutdown);

    assertThat(there).isTrue();
    assertThat(problems)
        .containsExactly("starting", "the API server does not answer as expected: UNAVAILABLE");
  }

  @Test
  void whoeverIsToldToEndStopsWaitingAtOnce() throws Exception {
    MissingCrds waiting =
        new MissingCrds(
            () -> {
              shutdown.request("signal");
              return Set.of(CustomKind.USER);
            },
            readiness,
            Duration.ofDays(1));

    assertThat(waiting.await(shutdown)).isFalse();
  }

  private MissingCrds waiting(Supplier<Set<CustomKind>> missing) {
    return new MissingCrds(missing, readiness, Duration.ofMillis(1));
  }

  private static HttpResponse<String> get(HealthServer server, String path) {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).join();
    }
  }
}
