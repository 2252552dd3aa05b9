package io.dbprovision.core.backup.kind;

import static io.dbprovision.core.status.Reasons.DELETE_FAILED;
import static io.dbprovision.core.status.Reasons.READY;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.backup.work.WorkState;
import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.reconcile.KindReconciler;
import io.dbprovision.core.runtime.Outcome;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.Gates;
import io.dbprovision.core.status.KubeFailures;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.core.status.StatusReport;
import io.dbprovision.spi.EngineException;
import java.time.Duration;
import java.util.Optional;

/** Brings one DatabaseRestore to its end, once. */
final class RestoreReconciler implements KindReconciler {
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration AGAIN = Duration.ofSeconds(30);
  private static final Duration RARELY = Duration.ofHours(6);

  private final Tools tools;
  private final RestoreStart start;
  private final RestoreRun run;
  private final RestoreLaunch launch;

  @Inject
  RestoreReconciler(Tools tools, RestoreStart start, RestoreRun run, RestoreLaunch launch) {
    this.tools = tools;
    this.start = start;
    this.run = run;
    this.launch = launch;
  }

  @Override
  public CustomKind kind() {
    return CustomKind.RESTORE;
  }

  @Override
  public Outcome reconcile(ResourceKey key) throws InterruptedException {
    Optional<CustomResource> found = tools.resources().get(key);
    if (found.isEmpty()) {
      tools.observer().forgotten(key);
      return Outcome.done();
    }
    CustomResource restore = found.get();
    tools.observer().known(restore);
    if (Gates.paused(restore)) {
      return Outcome.done();
    }
    try {
      return restore.deleting() ? going(restore) : live(restore);
    } catch (KubeException e) {
      return KubeFailures.outcome(e);
    }
  }

  private Outcome live(CustomResource found) throws InterruptedException {
    CustomResource restore = tools.resources().addFinalizer(found);
    return switch (restore.status().text("phase", "")) {
      case "Completed", "Failed" -> settled(restore);
      case "Running" -> run.watch(restore);
      default ->
          switch (start.begin(restore)) {
            case RestoreStart.Begun.Yes begun -> run.watch(begun.restore());
            case RestoreStart.Begun.No not -> not.outcome();
          };
    };
  }

  private Outcome settled(CustomResource restore) throws InterruptedException {
    if (Step.of(restore).isEmpty()) {
      return Outcome.done();
    }
    Optional<String> lost = WorkedOn.lost(restore, tools.resources());
    if (lost.isPresent()) {
      return left(restore, lost.get(), RARELY);
    }
    try {
      launch.abandon(restore);
    } catch (EngineException e) {
      return left(restore, Failure.of(e).text(), AGAIN);
    }
    StatusDraft draft = tools.draft(restore).set(Step.FIELD, null);
    RestoreStatus.left(draft, null);
    WorkedOn.clear(draft);
    tools.write(draft);
    return Outcome.done();
  }

  /** It is over, and something of it stays on a server for now. */
  private Outcome left(CustomResource restore, String why, Duration next) {
    StatusDraft draft = tools.draft(restore);
    RestoreStatus.left(draft, why);
    tools.events().warning(restore, "LeftBehind", why);
    tools.write(draft);
    return Outcome.after(next);
  }

  /** What is half put in its place is put there first; all else is given up. */
  private Outcome going(CustomResource restore) throws InterruptedException {
    if (!restore.held()) {
      return Outcome.done();
    }
    String uid = restore.metadata().uid();
    WorkState state = tools.workers().state(uid);
    if (!(state instanceof WorkState.Absent) && !state.isOver()) {
      tools.workers().cancel(uid);
      return Outcome.after(SOON);
    }
    String told = "nothing of it is left on the server";
    try {
      Optional<String> lost = WorkedOn.lost(restore, tools.resources());
      if (lost.isPresent()) {
        told = lost.get();
        tools.events().warning(restore, "LeftBehind", told);
      } else if (RestoreRun.completing(restore)) {
        completed(restore);
      }
      if (Step.of(restore).isPresent()) {
        launch.abandon(restore);
      }
    } catch (EngineException e) {
      Failure failure = Failure.of(e);
      if (!Gates.forced(restore) && !tools.namespaceGoes(restore)) {
        return kept(restore, failure);
      }
      told = "let go though something may be left on the server: " + failure.text();
      tools.events().warning(restore, "LeftBehind", told);
      tools.workers().forget(uid);
    }
    tools.resources().removeFinalizers(restore);
    tools.observer().forgotten(restore.key());
    return Outcome.done(told);
  }

  /** What is refused for good is given up: that says whether it can be. */
  private void completed(CustomResource restore) throws InterruptedException {
    try {
      run.complete(restore);
    } catch (EngineException e) {
      if (!BackupStart.forGood(e.kind())) {
        throw e;
      }
    }
  }

  private Outcome kept(CustomResource restore, Failure failure) {
    String text =
        "%s; to let it go whatever is left on the server, annotate it with %s=true"
            .formatted(failure.text(), Keys.FORCE_DELETE);
    StatusDraft draft = tools.draft(restore);
    draft.message(text).condition(READY, false, DELETE_FAILED, text);
    tools.events().warning(restore, DELETE_FAILED, text);
    CustomResource written = tools.write(draft);
    return Outcome.after(AGAIN).telling(StatusReport.of(restore, written, DELETE_FAILED, text));
  }
}
