package io.dbprovision.core.observability;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Instant;

/** What schedules did, and when they act next. */
public final class ScheduleMetrics {
  private final SeriesLedger ledger;
  private final Counter backups;
  private final Gauge next;

  ScheduleMetrics(PrometheusRegistry registry, SeriesLedger ledger) {
    this.ledger = ledger;
    this.backups =
        Counter.builder()
            .name("dbops_scheduled_backups_total")
            .help("Backups that schedules made and that have ended")
            .labelNames("status", "namespace")
            .register(registry);
    this.next =
        Gauge.builder()
            .name("dbops_schedule_next_backup_timestamp_seconds")
            .help("When the next backup of a database starts, in seconds since 1970")
            .labelNames("database", "namespace")
            .register(registry);
  }

  public void finished(String namespace, boolean success) {
    backups.labelValues(success ? "success" : "failure", namespace).inc();
  }

  /**
   * @param database the database object of the schedule's backups
   */
  public void next(ObjectRef schedule, String database, Instant time) {
    ledger.set(schedule, next, (double) time.getEpochSecond(), database, schedule.namespace());
  }

  /** No backup is going to be made. */
  public void none(ObjectRef schedule) {
    ledger.forget(schedule, next);
  }
}
