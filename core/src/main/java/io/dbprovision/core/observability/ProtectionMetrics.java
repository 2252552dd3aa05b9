package io.dbprovision.core.observability;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * How well each database is protected by backups, made at every scrape from the backups and
 * schedules that are there: nothing is told of a database that is gone, nor of a backup that was
 * removed, and a restart forgets nothing.
 */
public final class ProtectionMetrics implements MultiCollector {
  private static final String DATABASE = "database";
  private static final String NAMESPACE = "namespace";
  private static final String ENGINE = "engine";
  private static final String SCHEDULE = "schedule";

  /** Backups may be kept in another namespace than the database. */
  private record Place(ObjectRef database, String namespace) {}

  private final ObjectMetrics objects;
  private final ConcurrentMap<ObjectRef, FinishedBackup> backups = new ConcurrentHashMap<>();
  private final ConcurrentMap<ObjectRef, SchedulePlan> schedules = new ConcurrentHashMap<>();

  ProtectionMetrics(PrometheusRegistry registry, ObjectMetrics objects) {
    this.objects = objects;
    registry.register(this);
  }

  /** A backup as its object tells of it now. */
  public void finished(ObjectRef backup, FinishedBackup told) {
    backups.put(backup, told);
  }

  /** A schedule as it is now. */
  public void planned(ObjectRef schedule, SchedulePlan plan) {
    schedules.put(schedule, plan);
  }

  void forget(ObjectRef object) {
    backups.remove(object);
    schedules.remove(object);
  }

  @Override
  public MetricSnapshots collect() {
    GaugePage page = new GaugePage();
    copies(page);
    plans(page);
    return page.snapshots();
  }

  private void copies(GaugePage page) {
    Map<Place, FinishedBackup> good = new HashMap<>();
    Map<Place, FinishedBackup> failed = new HashMap<>();
    Map<Place, FinishedBackup> tried = new HashMap<>();
    backups.forEach(
        (ref, backup) -> {
          if (objects.shows(backup.database())) {
            Place place = new Place(backup.database(), ref.namespace());
            (backup.good() ? good : failed).merge(place, backup, ProtectionMetrics::newer);
            if (backup.trial() != FinishedBackup.Trial.NONE) {
              tried.merge(place, backup, ProtectionMetrics::newer);
            }
          }
        });
    good.forEach((place, backup) -> good(page, place, backup));
    failed.forEach(
        (place, backup) ->
            page.put(
                "dbops_backup_last_failure_timestamp_seconds",
                "When the newest of the failed backups that are there failed",
                backup.completed(),
                DATABASE,
                place.database().name(),
                NAMESPACE,
                place.namespace()));
    tried.forEach(
        (place, backup) ->
            page.put(
                "dbops_backup_verified",
                "1 when the newest backup that was tried out could be restored and was the same,"
                    + " else 0",
                backup.trial() == FinishedBackup.Trial.PASSED ? 1 : 0,
                DATABASE,
                place.database().name(),
                NAMESPACE,
                place.namespace()));
  }

  private static void good(GaugePage page, Place place, FinishedBackup backup) {
    String[] labels = {
      DATABASE, place.database().name(), ENGINE, backup.engine(), NAMESPACE, place.namespace()
    };
    page.put(
        "dbops_backup_size_bytes",
        "Bytes that the last good backup takes up",
        (double) backup.storedBytes(),
        labels);
    page.put(
        "dbops_backup_last_success_timestamp_seconds",
        "When the last good backup was completed",
        backup.completed(),
        labels);
    page.put(
        "dbops_backup_last_duration_seconds",
        "How long the last good backup took",
        OperatorMetrics.seconds(backup.took()),
        labels);
  }

  private static FinishedBackup newer(FinishedBackup one, FinishedBackup other) {
    return one.completed().isBefore(other.completed()) ? other : one;
  }

  private void plans(GaugePage page) {
    Map<ObjectRef, Integer> counts = new HashMap<>();
    objects.of(DATABASE).forEach(database -> counts.put(database, 0));
    Map<Place, Instant> next = new HashMap<>();
    schedules.forEach(
        (ref, plan) -> {
          String[] labels = {
            DATABASE, plan.database().name(), NAMESPACE, ref.namespace(), SCHEDULE, ref.name()
          };
          page.put(
              "dbops_schedule_ready",
              "1 when the schedule's manifest is understood and it makes backups or pauses, else 0",
              plan.ready() ? 1 : 0,
              labels);
          if (plan.active() && plan.ready()) {
            counts.computeIfPresent(plan.database(), (_, count) -> count + 1);
          }
          if (plan.due() != null) {
            page.put(
                "dbops_schedule_last_due_timestamp_seconds",
                "The newest time for which the schedule asked for a backup",
                plan.due(),
                labels);
          }
          if (plan.next() != null) {
            next.merge(
                new Place(plan.database(), ref.namespace()),
                plan.next(),
                (one, other) -> one.isBefore(other) ? one : other);
          }
        });
    next.forEach(
        (place, time) ->
            page.put(
                "dbops_schedule_next_backup_timestamp_seconds",
                "When the next backup of a database starts, in seconds since 1970",
                time,
                DATABASE,
                place.database().name(),
                NAMESPACE,
                place.namespace()));
    counts.forEach(
        (database, count) ->
            page.put(
                "dbops_database_schedules",
                "Schedules that make backups of the database",
                count,
                DATABASE,
                database.name(),
                NAMESPACE,
                database.namespace()));
  }
}
