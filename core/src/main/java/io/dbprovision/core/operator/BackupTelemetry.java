package io.dbprovision.core.operator;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.backup.kind.BackupObserver;
import io.dbprovision.core.observability.FinishedBackup;
import io.dbprovision.core.observability.ObjectInfo;
import io.dbprovision.core.observability.ObjectRef;
import io.dbprovision.core.observability.OperatorMetrics;
import io.dbprovision.core.reference.Refs;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Counts what becomes of backups and restores. */
final class BackupTelemetry implements BackupObserver {
  private final OperatorMetrics metrics;

  BackupTelemetry(OperatorMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void finished(
      CustomResource resource, String engine, boolean success, Duration took, long storedBytes) {
    String namespace = resource.namespace();
    if (!resource.kind().equals(CustomKind.BACKUP)) {
      metrics.backups().restored(engine, success, namespace, took);
      return;
    }
    metrics.backups().backedUp(engine, success, namespace, took, storedBytes);
  }

  /** From the object alone, so that it is known after a restart as well. */
  private static Optional<FinishedBackup> finished(CustomResource backup) {
    Fields status = backup.status();
    String phase = status.text("phase", "");
    Optional<ResourceKey> database = Refs.database(backup);
    Optional<Instant> completed = StatusTime.of(status, "completedAt");
    boolean ended = phase.equals("Completed") || phase.equals("Failed");
    if (!ended || database.isEmpty() || completed.isEmpty()) {
      return Optional.empty();
    }
    Instant started = StatusTime.of(status, "startedAt").orElse(completed.get());
    return Optional.of(
        new FinishedBackup(
            Telemetry.ref(database.get()),
            status.object("source").text("engine", ""),
            phase.equals("Completed"),
            completed.get(),
            Duration.between(started, completed.get()),
            status.object("backup").number("compressedSizeBytes", 0),
            trial(status.object("verification"))));
  }

  private static FinishedBackup.Trial trial(Fields verification) {
    if (!verification.has("verified")) {
      return FinishedBackup.Trial.NONE;
    }
    return verification.flag("verified", false)
        ? FinishedBackup.Trial.PASSED
        : FinishedBackup.Trial.FAILED;
  }

  private static String database(CustomResource backup) {
    return backup.spec().object("databaseRef").text("name", "");
  }

  @Override
  public void known(CustomResource resource) {
    ObjectRef ref = Telemetry.ref(resource.key());
    if (resource.kind().equals(CustomKind.BACKUP)) {
      finished(resource).ifPresent(told -> metrics.protection().finished(ref, told));
    }
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
