package io.dbprovision.core.operator;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.backup.schedule.ScheduleObserver;
import io.dbprovision.core.observability.ObjectInfo;
import io.dbprovision.core.observability.ObjectRef;
import io.dbprovision.core.observability.OperatorMetrics;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Counts what happens to schedules. */
final class ScheduleTelemetry implements ScheduleObserver {
  private final OperatorMetrics metrics;

  ScheduleTelemetry(OperatorMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void finished(CustomResource schedule, boolean success) {
    metrics.schedules().finished(schedule.namespace(), success);
  }

  @Override
  public void known(CustomResource schedule, @Nullable Instant next) {
    ObjectRef ref = Telemetry.ref(schedule.key());
    Fields spec = schedule.spec();
    String database = spec.object("template").object("spec").object("databaseRef").text("name", "");
    metrics
        .objects()
        .observed(
            ObjectInfo.schedule(
                ref,
                schedule.status().text("phase", ""),
                database,
                spec.text("schedule", ""),
                spec.flag("paused", false)));
    if (next == null) {
      metrics.schedules().none(ref);
    } else {
      metrics.schedules().next(ref, database, next);
    }
  }

  @Override
  public void forgotten(ResourceKey schedule) {
    metrics.forget(Telemetry.ref(schedule));
  }
}
