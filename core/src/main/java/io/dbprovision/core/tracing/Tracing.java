package io.dbprovision.core.tracing;

import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.config.TracingSettings;
import io.dbprovision.core.kube.ApiObserver;
import io.dbprovision.core.plugin.PluginObserver;
import io.dbprovision.core.runtime.Reconciler;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * One trace for each reconcile: below it the calls to plugins and the requests to the API server.
 * Spans hold names, kinds and reasons, nothing of what was sent. Off, everything is handed back as
 * it is and nothing of the library is loaded. Thread-safe.
 */
public final class Tracing implements AutoCloseable {
  private static final long FLUSH_SECONDS = 3;

  private final @Nullable SdkTracerProvider provider;
  private final InstantSource clock;

  private Tracing(@Nullable SdkTracerProvider provider, InstantSource clock) {
    this.provider = provider;
    this.clock = clock;
  }

  /**
   * A collector that does not answer costs spans, which are dropped, and lines in the log.
   *
   * @param version of the operator
   * @param process a name for this process among its like, such as the pod's
   */
  public static Tracing of(
      TracingSettings settings, String version, String process, InstantSource clock) {
    return settings
        .collector()
        .map(
            collector -> {
              // the library logs by the JDK's own logging
              SLF4JBridgeHandler.removeHandlersForRootLogger();
              SLF4JBridgeHandler.install();
              OtlpHttpSpanExporterBuilder exporter =
                  OtlpHttpSpanExporter.builder().setEndpoint(collector.toString());
              settings.headers().forEach(exporter::addHeader);
              return with(
                  BatchSpanProcessor.builder(exporter.build()).build(),
                  settings.ratio(),
                  resource(version, process),
                  clock);
            })
        .orElseGet(() -> new Tracing(null, clock));
  }

  static Tracing with(SpanProcessor spans, double ratio, Resource resource, InstantSource clock) {
    return new Tracing(
        SdkTracerProvider.builder()
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(ratio)))
            .setResource(resource)
            .addSpanProcessor(spans)
            .build(),
        clock);
  }

  static Resource resource(String version, String process) {
    return Resource.create(
        Attributes.of(
            AttributeKey.stringKey("service.name"),
            "db-provision-operator",
            AttributeKey.stringKey("service.version"),
            version,
            AttributeKey.stringKey("service.instance.id"),
            process));
  }

  public Reconciler<ResourceKey> around(Reconciler<ResourceKey> reconciler) {
    return provider == null ? reconciler : new TracedReconciler(reconciler, tracer(provider));
  }

  public PluginObserver around(PluginObserver plugins) {
    return provider == null ? plugins : new TracedCalls(plugins, tracer(provider), clock);
  }

  public ApiObserver around(ApiObserver requests) {
    return provider == null ? requests : new TracedRequests(requests, tracer(provider));
  }

  /** Sends what has not been sent yet, for some seconds at most. */
  @Override
  public void close() {
    if (provider != null) {
      provider.shutdown().join(FLUSH_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static Tracer tracer(SdkTracerProvider provider) {
    return provider.get("io.dbprovision");
  }
}
