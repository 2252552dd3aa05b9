package io.dbprovision.core.operator;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.backup.schedule.ScheduleObserver;
import io.dbprovision.core.observability.ObjectInfo;
import io.dbprovision.core.observability.ObjectRef;
import io.dbprovision.core.observability.OperatorMetrics;
import io.dbprovision.core.observability.SchedulePlan;
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
  public void known(CustomResource schedule, @Nullable Instant next, @Nullable Instant due) {
    ObjectRef ref = Telemetry.ref(schedule.key());
    Fields spec = schedule.spec();
    Fields template = spec.object("template").object("spec");
    String database = template.object("databaseRef").text("name", "");
    metrics
        .objects()
        .observed(
            ObjectInfo.schedule(
                ref,
                schedule.status().text("phase", ""),
                database,
                spec.text("schedule", ""),
                spec.flag("paused", false)));
    ObjectRef copied =
        ObjectRef.of(
            CustomKind.DATABASE.name(),
            template.object("databaseRef").text("namespace", schedule.namespace()),
            database);
    metrics
        .protection()
        .planned(
            ref, new SchedulePlan(copied, !spec.flag("paused", false), ready(schedule), next, due));
  }

  private static boolean ready(CustomResource schedule) {
    return schedule.status().objects("conditions").stream()
        .filter(condition -> condition.text("type", "").equals("Ready"))
        .anyMatch(condition -> condition.text("status", "").equals("True"));
  }

  @Override
  public void forgotten(ResourceKey schedule) {
    metrics.forget(Telemetry.ref(schedule));
  }
}
