package io.dbprovision.core.observability;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** What schedules did. */
public final class ScheduleMetrics {
  private final Counter backups;

  ScheduleMetrics(PrometheusRegistry registry) {
    this.backups =
        Counter.builder()
            .name("dbops_scheduled_backups_total")
            .help("Backups that schedules made and that have ended")
            .labelNames("status", "namespace")
            .register(registry);
  }

  public void finished(String namespace, boolean success) {
    backups.labelValues(success ? "success" : "failure", namespace).inc();
  }
}
