package io.dbprovision.core.observability;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Backups and restores that came to their end. */
public final class BackupMetrics {
  private static final String ENGINE = "engine";
  private static final String NAMESPACE = "namespace";

  private final Counter backups;
  private final Histogram backupDuration;
  private final Gauge size;
  private final Gauge lastSuccess;
  private final Counter restores;
  private final Histogram restoreDuration;
  private final Map<List<String>, Instant> newest = new HashMap<>();

  BackupMetrics(PrometheusRegistry registry) {
    this.backups = counter(registry, "backup", "Backups");
    this.backupDuration = duration(registry, "backup", "backups");
    this.size = gauge(registry, "size_bytes", "Bytes that the last good backup takes up");
    this.lastSuccess =
        gauge(
            registry, "last_success_timestamp_seconds", "When the last good backup was completed");
    this.restores = counter(registry, "restore", "Restores");
    this.restoreDuration = duration(registry, "restore", "restores");
  }

  public void backedUp(String engine, boolean ok, String namespace, Duration took) {
    backups.labelValues(engine, status(ok), namespace).inc();
    backupDuration.labelValues(engine, namespace).observe(OperatorMetrics.seconds(took));
  }

  /**
   * Idempotent; one that is older than another that was told of changes nothing.
   *
   * @param database the object that was backed up: its last good backup outlives the object of it
   */
  public synchronized void stored(
      String database, String engine, String namespace, long bytes, Instant at) {
    Instant known = newest.get(List.of(database, engine, namespace));
    if (known != null && known.isAfter(at)) {
      return;
    }
    newest.put(List.of(database, engine, namespace), at);
    size.labelValues(database, engine, namespace).set((double) bytes);
    lastSuccess.labelValues(database, engine, namespace).set((double) at.getEpochSecond());
  }

  public void restored(String engine, boolean ok, String namespace, Duration took) {
    restores.labelValues(engine, status(ok), namespace).inc();
    restoreDuration.labelValues(engine, namespace).observe(OperatorMetrics.seconds(took));
  }

  private static Counter counter(PrometheusRegistry registry, String what, String help) {
    return Counter.builder()
        .name("dbops_" + what + "_operations_total")
        .help(help)
        .labelNames(ENGINE, "status", NAMESPACE)
        .register(registry);
  }

  private static Histogram duration(PrometheusRegistry registry, String what, String plural) {
    return Histogram.builder()
        .name("dbops_" + what + "_duration_seconds")
        .help("Duration of " + plural)
        .classicOnly()
        .classicUpperBounds(Buckets.backup())
        .labelNames(ENGINE, NAMESPACE)
        .register(registry);
  }

  private static Gauge gauge(PrometheusRegistry registry, String what, String help) {
    return Gauge.builder()
        .name("dbops_backup_" + what)
        .help(help)
        .labelNames("database", ENGINE, NAMESPACE)
        .register(registry);
  }

  private static String status(boolean ok) {
    return ok ? "success" : "failure";
  }
}
