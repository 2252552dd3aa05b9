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
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;

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

  /** So that it is known after a restart as well. */
  private void remember(CustomResource backup) {
    Fields status = backup.status();
    String completed = status.text("completedAt", "");
    if (!status.text("phase", "").equals("Completed") || completed.isEmpty()) {
      return;
    }
    try {
      metrics
          .backups()
          .stored(
              database(backup),
              status.object("source").text("engine", ""),
              backup.namespace(),
              status.object("backup").number("compressedSizeBytes", 0),
              Instant.parse(completed));
    } catch (DateTimeParseException e) {
      // what somebody else wrote there tells no time
    }
  }

  private static String database(CustomResource backup) {
    return backup.spec().object("databaseRef").text("name", "");
  }

  @Override
  public void known(CustomResource resource) {
    if (resource.kind().equals(CustomKind.BACKUP)) {
      remember(resource);
    }
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
