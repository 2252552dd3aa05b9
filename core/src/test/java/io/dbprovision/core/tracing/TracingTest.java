package io.dbprovision.core.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.config.TracingSettings;
import io.dbprovision.core.kube.ApiObserver;
import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.plugin.PluginObserver;
import io.dbprovision.core.runtime.Outcome;
import io.dbprovision.core.runtime.Reconciler;
import io.dbprovision.spi.ErrorKind;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class TracingTest {
  private static final ResourceKey SHOP = new ResourceKey(CustomKind.DATABASE, "team-a", "shop");
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  private final List<SpanData> spans = new CopyOnWriteArrayList<>();
  private final Tracing tracing = traced(1);
  private final ApiObserver requests = tracing.around((kind, operation) -> {});
  private final PluginObserver calls = tracing.around(PluginObserver.none());

  @Test
  void aReconcileIsOneTraceOfItsCallsAndRequests() throws Exception {
    Outcome outcome =
        tracing
            .around(
                (Reconciler<ResourceKey>)
                    key -> {
                      calls.call("acme", "Databases.plan", Duration.ofMillis(20), null);
                      requests.around("PATCH", "Database", "/apis/x/shop/status", () -> "done");
                      return Outcome.done("made");
                    })
            .reconcile(SHOP);

    assertThat(outcome).isEqualTo(Outcome.done("made"));
    assertThat(spans)
        .extracting(SpanData::getName)
        .containsExactly("Databases.plan", "PATCH Database", "reconcile Database");
    SpanData whole = spans.getLast();
    assertThat(spans.subList(0, 2))
        .allSatisfy(part -> assertThat(part.getParentSpanId()).isEqualTo(whole.getSpanId()));
    assertThat(text(whole, "k8s.namespace.name")).isEqualTo("team-a");
    assertThat(text(whole, "dbops.object.name")).isEqualTo("shop");
    SpanData call = spans.getFirst();
    assertThat(Duration.ofNanos(call.getEndEpochNanos() - call.getStartEpochNanos()))
        .isEqualTo(Duration.ofMillis(20));
  }

  @Test
  void eachReconcileHasATraceOfItsOwn() throws Exception {
    Reconciler<ResourceKey> quiet = tracing.around((Reconciler<ResourceKey>) key -> Outcome.done());
    quiet.reconcile(SHOP);
    quiet.reconcile(SHOP);
    assertThat(spans).extracting(SpanData::getTraceId).doesNotHaveDuplicates().hasSize(2);
  }

  @Test
  void whatFailedIsMarkedWithAWordAndWithoutWhatItSaid() {
    assertThatThrownBy(
            () ->
                requests.around(
                    "GET",
                    "Secret",
                    "/s",
                    () -> {
                      throw new KubeException(KubeException.Kind.FORBIDDEN, "hunter2");
                    }))
        .isInstanceOf(KubeException.class);
    calls.call("acme", "Users.apply", Duration.ZERO, ErrorKind.UNREACHABLE);
    assertThatThrownBy(
            () ->
                tracing
                    .around(
                        (Reconciler<ResourceKey>)
                            key -> {
                              throw new IllegalStateException("hunter2");
                            })
                    .reconcile(SHOP))
        .isInstanceOf(IllegalStateException.class);

    assertThat(spans)
        .allSatisfy(
            span -> assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR))
        .extracting(span -> text(span, "error.type"))
        .containsExactly("forbidden", "unreachable", "java.lang.IllegalStateException");
    assertThat(spans.toString()).doesNotContain("hunter2");
  }

  @Test
  void aRetryTellsItsReason() throws Exception {
    tracing
        .around((Reconciler<ResourceKey>) key -> Outcome.retry("Unreachable", "a message"))
        .reconcile(SHOP);
    assertThat(spans.getFirst().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(text(spans.getFirst(), "dbops.reason")).isEqualTo("Unreachable");
  }

  @Test
  void ofARatioOfNothingNothingIsTraced() throws Exception {
    Tracing none = traced(0);
    none.around(
            (Reconciler<ResourceKey>)
                key -> {
                  none.around((ApiObserver) (kind, operation) -> {})
                      .around("GET", "Secret", "/s", () -> "x");
                  return Outcome.done();
                })
        .reconcile(SHOP);
    assertThat(spans).isEmpty();
  }

  @Test
  void withoutACollectorEverythingIsHandedBackAsItIs() {
    Tracing off = Tracing.of(TracingSettings.OFF, "1", "pod", InstantSource.system());
    Reconciler<ResourceKey> reconciler = key -> Outcome.done();
    PluginObserver plugins = PluginObserver.none();
    assertThat(off.around(reconciler)).isSameAs(reconciler);
    assertThat(off.around(plugins)).isSameAs(plugins);
    off.close();
  }

  @Test
  void whatWasDoneIsSentToTheCollectorWhenTheOperatorStopsAtTheLatest() throws Exception {
    List<String> received = new CopyOnWriteArrayList<>();
    HttpServer collector = collector(received);
    try {
      URI endpoint =
          URI.create("http://localhost:" + collector.getAddress().getPort() + "/v1/traces");
      try (Tracing sending =
          Tracing.of(
              new TracingSettings(endpoint, 1, Map.of("api-key", "k")),
              "1.2.3",
              "pod-7",
              InstantSource.system())) {
        sending.around((Reconciler<ResourceKey>) key -> Outcome.done()).reconcile(SHOP);
      }
      assertThat(received)
          .singleElement()
          .asString()
          .startsWith("POST /v1/traces application/x-protobuf k ")
          .contains("db-provision-operator", "1.2.3", "pod-7", "reconcile Database", "team-a");
    } finally {
      collector.stop(0);
    }
  }

  private static HttpServer collector(List<String> received) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          received.add(
              String.join(
                  " ",
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().getPath(),
                  exchange.getRequestHeaders().getFirst("Content-Type"),
                  exchange.getRequestHeaders().getFirst("api-key"),
                  new String(body, StandardCharsets.ISO_8859_1)));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private Tracing traced(double ratio) {
    return Tracing.with(
        SimpleSpanProcessor.create(new Kept()), ratio, Resource.empty(), InstantSource.fixed(NOW));
  }

  private static String text(SpanData span, String attribute) {
    return String.valueOf(span.getAttributes().get(AttributeKey.stringKey(attribute)));
  }

  private final class Kept implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> finished) {
      spans.addAll(finished);
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
