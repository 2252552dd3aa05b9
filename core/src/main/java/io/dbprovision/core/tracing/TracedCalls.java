package io.dbprovision.core.tracing;

import io.dbprovision.core.plugin.PluginObserver;
import io.dbprovision.core.plugin.PluginReport;
import io.dbprovision.spi.ErrorKind;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A span of each call to a plugin, in the trace of the thread that made it. */
final class TracedCalls implements PluginObserver {
  private final PluginObserver next;
  private final Tracer tracer;
  private final InstantSource clock;

  TracedCalls(PluginObserver next, Tracer tracer, InstantSource clock) {
    this.next = next;
    this.tracer = tracer;
    this.clock = clock;
  }

  @Override
  public void loaded(PluginReport report) {
    next.loaded(report);
  }

  @Override
  public void refused(PluginReport report) {
    next.refused(report);
  }

  @Override
  public void call(String pluginId, String operation, Duration took, @Nullable ErrorKind failure) {
    next.call(pluginId, operation, took, failure);
    Instant end = clock.instant();
    Span span =
        tracer
            .spanBuilder(operation)
            .setSpanKind(SpanKind.CLIENT)
            .setStartTimestamp(end.minus(took))
            .setAttribute("dbops.plugin", pluginId)
            .startSpan();
    if (failure != null) {
      String kind = failure.name().toLowerCase(Locale.ROOT);
      span.setAttribute("error.type", kind);
      span.setStatus(StatusCode.ERROR, kind);
    }
    span.end(end);
  }
}
