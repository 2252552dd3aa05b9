package io.dbprovision.core.observability;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;

/** Backups and restores that came to their end. */
public final class BackupMetrics {
  private static final String ENGINE = "engine";
  private static final String NAMESPACE = "namespace";

  private final Counter backups;
  private final Histogram backupDuration;
  private final Counter bytes;
  private final Counter restores;
  private final Histogram restoreDuration;

  BackupMetrics(PrometheusRegistry registry) {
    this.backups = counter(registry, "backup", "Backups");
    this.backupDuration = duration(registry, "backup", "backups");
    this.bytes =
        Counter.builder()
            .name("dbops_backup_stored_bytes_total")
            .help("Bytes that good backups brought to their stores")
            .labelNames(ENGINE, NAMESPACE)
            .register(registry);
    this.restores = counter(registry, "restore", "Restores");
    this.restoreDuration = duration(registry, "restore", "restores");
  }

  /**
   * @param storedBytes 0 for one that failed
   */
  public void backedUp(
      String engine, boolean ok, String namespace, Duration took, long storedBytes) {
    backups.labelValues(engine, status(ok), namespace).inc();
    backupDuration.labelValues(engine, namespace).observe(OperatorMetrics.seconds(took));
    bytes.labelValues(engine, namespace).inc(storedBytes);
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

  private static String status(boolean ok) {
    return ok ? "success" : "failure";
  }
}
