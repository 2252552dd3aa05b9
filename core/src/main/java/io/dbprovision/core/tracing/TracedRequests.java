package io.dbprovision.core.tracing;

import io.dbprovision.core.kube.ApiObserver;
import io.dbprovision.core.kube.KubeException;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.util.Locale;
import java.util.function.Supplier;

/** A span of each request to the API server. */
final class TracedRequests implements ApiObserver {
  private final ApiObserver next;
  private final Tracer tracer;

  TracedRequests(ApiObserver next, Tracer tracer) {
    this.next = next;
    this.tracer = tracer;
  }

  @Override
  public void wrote(String kind, String operation) {
    next.wrote(kind, operation);
  }

  @Override
  public void failed(String kind, String operation, KubeException.Kind why) {
    next.failed(kind, operation, why);
  }

  @Override
  public <T> T around(String method, String kind, String path, Supplier<T> request) {
    Span span =
        tracer
            .spanBuilder(method + " " + kind)
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute("http.request.method", method)
            .setAttribute("url.path", path)
            .startSpan();
    try (Scope _ = span.makeCurrent()) {
      return next.around(method, kind, path, request);
    } catch (KubeException e) {
      String why = e.kind().name().toLowerCase(Locale.ROOT);
      span.setAttribute("error.type", why);
      span.setStatus(StatusCode.ERROR, why);
      throw e;
    } finally {
      span.end();
    }
  }
}
