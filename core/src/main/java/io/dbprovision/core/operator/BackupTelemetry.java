package io.dbprovision.core.operator;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.backup.kind.BackupObserver;
import io.dbprovision.core.observability.ObjectInfo;
import io.dbprovision.core.observability.ObjectRef;
import io.dbprovision.core.observability.OperatorMetrics;
import java.time.Duration;
import java.time.InstantSource;

/** Counts what becomes of backups and restores. */
final class BackupTelemetry implements BackupObserver {
  private final OperatorMetrics metrics;
  private final InstantSource clock;

  BackupTelemetry(OperatorMetrics metrics, InstantSource clock) {
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public void finished(
      CustomResource resource, String engine, boolean success, Duration took, long storedBytes) {
    String namespace = resource.namespace();
    if (!resource.kind().equals(CustomKind.BACKUP)) {
      metrics.backups().restored(engine, success, namespace, took);
      return;
    }
    metrics.backups().backedUp(engine, success, namespace, took);
    if (success) {
      metrics.backups().stored(database(resource), engine, namespace, storedBytes, clock.instant());
    }
  }

  private static String database(CustomResource backup) {
    return backup.spec().object("databaseRef").text("name", "");
  }

  @Override
  public void known(CustomResource resource) {
    ObjectRef ref = Telemetry.ref(resource.key());
    String phase = resource.status().text("phase", "");
    Fields spec = resource.spec();
    metrics
        .objects()
        .observed(
            resource.kind().equals(CustomKind.BACKUP)
                ? ObjectInfo.backup(
                    ref, phase, database(resource), spec.object("storage").text("type", ""))
                : ObjectInfo.restore(
                    ref,
                    phase,
                    spec.object("backupRef").text("name", ""),
                    resource.status().object("restore").text("targetInstance", "")));
  }

  @Override
  public void forgotten(ResourceKey resource) {
    metrics.forget(Telemetry.ref(resource));
  }
}
