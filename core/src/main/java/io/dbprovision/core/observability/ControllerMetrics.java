package io.dbprovision.core.observability;

import io.dbprovision.core.runtime.Controller;
import io.dbprovision.core.runtime.OutcomeKind;
import io.dbprovision.core.runtime.ReconcileObserver;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** How busy the operator is, and how well it hears the API server. */
public final class ControllerMetrics implements ReconcileObserver {
  private final Histogram reconciles;
  private final Counter writes;
  private final AtomicReference<BooleanSupplier> leader = new AtomicReference<>(() -> false);
  private final ConcurrentMap<String, Controller<?>> controllers = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Supplier<Duration>> watches = new ConcurrentHashMap<>();

  ControllerMetrics(PrometheusRegistry registry) {
    this.reconciles =
        Histogram.builder()
            .name("dbops_reconcile_duration_seconds")
            .help("Duration of one look at one object; outcome crashed is a defect")
            .classicOnly()
            .classicUpperBounds(Buckets.operation())
            .labelNames("controller", "outcome")
            .register(registry);
    this.writes =
        Counter.builder()
            .name("dbops_api_writes_total")
            .help("Writes to the API server")
            .labelNames("kind", "operation")
            .register(registry);
    GaugeWithCallback.builder()
        .name("dbops_leader")
        .help("1 when this process does the work, 0 when it stands by")
        .callback(gauge -> gauge.call(leader.get().getAsBoolean() ? 1 : 0))
        .register(registry);
    GaugeWithCallback.builder()
        .name("dbops_queue_depth")
        .help("Objects that are due and wait for a worker")
        .labelNames("controller")
        .callback(
            gauge ->
                controllers.forEach(
                    (name, controller) -> gauge.call(controller.queueDepth(), name)))
        .register(registry);
    GaugeWithCallback.builder()
        .name("dbops_queue_oldest_age_seconds")
        .help("How long the first of them has waited")
        .labelNames("controller")
        .callback(
            gauge ->
                controllers.forEach(
                    (name, controller) ->
                        gauge.call(OperatorMetrics.seconds(controller.oldestAge()), name)))
        .register(registry);
    GaugeWithCallback.builder()
        .name("dbops_watch_last_event_age_seconds")
        .help("Time since the API server last sent something about this kind")
        .labelNames("kind")
        .callback(
            gauge ->
                watches.forEach(
                    (kind, age) -> gauge.call(OperatorMetrics.seconds(age.get()), kind)))
        .register(registry);
  }

  /** Shows from now on whether this process does the work. */
  public void leader(BooleanSupplier leads) {
    leader.set(leads);
  }

  /** Shows the queue of this controller from now on. */
  public void watch(Controller<?> controller) {
    controllers.put(controller.name(), controller);
  }

  /** Shows the age of the last event of this kind from now on; asked at every scrape. */
  public void watchAge(String kind, Supplier<Duration> lastEventAge) {
    watches.put(kind, lastEventAge);
  }

  /**
   * One write to the API server.
   *
   * @param operation such as {@code create}, {@code patch}, {@code apply} or {@code status}
   */
  public void apiWrite(String kind, String operation) {
    writes.labelValues(kind, operation).inc();
  }

  @Override
  public void reconciled(String controller, OutcomeKind outcome, Duration took) {
    reconciles.labelValues(controller, outcome.label()).observe(OperatorMetrics.seconds(took));
  }
}
