package io.dbprovision.core.backup.kind;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.reconcile.KindReconciler;
import io.dbprovision.core.runtime.Outcome;
import io.dbprovision.core.status.Gates;
import io.dbprovision.core.status.KubeFailures;
import java.util.Optional;

/** Brings one DatabaseBackup to its end, and looks after it until it goes. */
final class BackupReconciler implements KindReconciler {
  private final Tools tools;
  private final BackupStart start;
  private final BackupRun run;
  private final BackupSettled settled;
  private final BackupDeletion deletion;

  @Inject
  BackupReconciler(
      Tools tools,
      BackupStart start,
      BackupRun run,
      BackupSettled settled,
      BackupDeletion deletion) {
    this.tools = tools;
    this.start = start;
    this.run = run;
    this.settled = settled;
    this.deletion = deletion;
  }

  @Override
  public CustomKind kind() {
    return CustomKind.BACKUP;
  }

  @Override
  public Outcome reconcile(ResourceKey key) throws InterruptedException {
    Optional<CustomResource> found = tools.resources().get(key);
    if (found.isEmpty()) {
      tools.observer().forgotten(key);
      return Outcome.done();
    }
    CustomResource backup = found.get();
    tools.observer().known(backup);
    if (Gates.paused(backup)) {
      return Outcome.done();
    }
    try {
      return backup.deleting() ? deletion.advance(backup) : live(backup);
    } catch (KubeException e) {
      return KubeFailures.outcome(e);
    }
  }

  private Outcome live(CustomResource found) throws InterruptedException {
    CustomResource backup = tools.resources().addFinalizer(found);
    return switch (backup.status().text("phase", "")) {
      case "Completed", "Failed" -> settled.look(backup);
      case "Running" -> run.watch(backup);
      default ->
          switch (start.begin(backup)) {
            case BackupStart.Begun.Yes begun -> run.watch(begun.backup());
            case BackupStart.Begun.No not -> not.outcome();
          };
    };
  }
}
