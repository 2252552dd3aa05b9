package io.dbprovision.core.backup.kind;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.backup.work.WorkProgress;
import io.dbprovision.core.backup.work.WorkResult;
import io.dbprovision.core.backup.work.WorkState;
import io.dbprovision.core.runtime.Outcome;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.Reasons;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.core.status.StatusReport;
import io.dbprovision.spi.EngineException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A restore that was begun: its place is made, filled, and put in the target's place. */
final class RestoreRun {
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration AGAIN = Duration.ofMinutes(1);
  private static final Duration SOON = Duration.ofSeconds(1);

  private final RestoreSources sources;
  private final RestoreTargets targets;
  private final RestoreLaunch launch;
  private final RestoreEnd end;
  private final Tools tools;

  @Inject
  RestoreRun(
      RestoreSources sources,
      RestoreTargets targets,
      RestoreLaunch launch,
      RestoreEnd end,
      Tools tools) {
    this.sources = sources;
    this.targets = targets;
    this.launch = launch;
    this.end = end;
    this.tools = tools;
  }

  Outcome watch(CustomResource restore) throws InterruptedException {
    if (Step.of(restore).isEmpty()) {
      return end.failed(
          restore,
          Reasons.RECONCILE_FAILED,
          "an earlier operator began it and did not come to its end; make another restore");
    }
    try {
      return completing(restore) ? complete(restore) : looked(restore);
    } catch (StillAsking e) {
      tools.write(RestoreStatus.state(tools.draft(restore), e.text()));
      return Outcome.after(Retries.ASKING);
    } catch (EngineException e) {
      CustomResource now = tools.resources().get(restore.key()).orElse(restore);
      if (completing(now)) {
        return stopped(now, e);
      }
      return late(now) ? late(now, e.getMessage()) : hindered(now, e);
    }
  }

  /**
   * The last step was refused. It has failed only when all was given up; as long as that cannot be
   * done either, the target may be changed, and it is not over.
   */
  private Outcome stopped(CustomResource restore, EngineException why) throws InterruptedException {
    if (!BackupStart.forGood(why.kind())) {
      return waiting(restore, Failure.of(why), Retries.within(Failure.of(why), Optional.of(AGAIN)));
    }
    try {
      launch.abandon(restore);
    } catch (EngineException e) {
      return waiting(restore, Failure.of(why), Retries.within(Failure.of(why), Optional.of(AGAIN)));
    }
    return end.failed(
        restore,
        Reasons.RECONCILE_FAILED,
        Failure.of(why).text()
            + "; it was given up: the target is as it was, or, where its contents were being exchanged already, as the backup has it");
  }

  /** Whether the target may not be as it was any more. */
  static boolean completing(CustomResource restore) {
    return Step.of(restore).filter(Step.COMPLETING::equals).isPresent();
  }

  private Outcome looked(CustomResource restore) throws InterruptedException {
    return switch (tools.workers().state(restore.metadata().uid())) {
      case WorkState.Absent absent ->
          late(restore) ? late(restore, "its worker is gone") : launched(restore);
      case WorkState.Waiting waiting ->
          late(restore) ? cancelled(restore) : waits(restore, waiting.why());
      case WorkState.Running running ->
          late(restore) ? cancelled(restore) : runs(restore, running.progress());
      case WorkState.Failed failed -> fails(restore, failed);
      case WorkState.Done done -> filled(restore, done.result());
    };
  }

  private Outcome launched(CustomResource restore) throws InterruptedException {
    String temporary = launch.start(restore, sources.read(restore), targets.agreed(restore));
    StatusDraft draft = tools.draft(restore);
    RestoreStatus.running(draft, 5, "Starting", "the worker has been started");
    RestoreStatus.temporary(draft, temporary);
    CustomResource written = tools.write(Step.WORKING.in(draft));
    return Outcome.after(LOOK)
        .telling(StatusReport.of(restore, written, "", "the worker has been started"));
  }

  private Outcome waits(CustomResource restore, String why) {
    tools.write(RestoreStatus.state(tools.draft(restore), "its turn has not come: " + why));
    return Outcome.after(LOOK);
  }

  private Outcome runs(CustomResource restore, WorkProgress progress) {
    Pace.show(tools, restore, RestoreStatus.shownPhase(restore), progress, RestoreStatus::progress);
    return Outcome.after(LOOK);
  }

  private Outcome cancelled(CustomResource restore) {
    tools.workers().cancel(restore.metadata().uid());
    return Outcome.after(SOON);
  }

  private Outcome fails(CustomResource restore, WorkState.Failed failed) {
    String text = failed.path().map(path -> path + ": ").orElse("") + failed.message();
    return late(restore)
        ? late(restore, text)
        : end.failed(restore, Reasons.RECONCILE_FAILED, text);
  }

  /** Verified, filled and compared; from here on there is only forward. */
  private Outcome filled(CustomResource restore, WorkResult result) throws InterruptedException {
    StatusDraft draft = tools.draft(restore);
    RestoreStatus.running(
        draft,
        RestoreProgress.COMPLETING,
        "Completing",
        "what was restored is being put in its place");
    RestoreStatus.filled(draft, result.tables());
    RestoreStatus.warn(draft, result.copied().warnings());
    return complete(tools.write(Step.COMPLETING.in(draft)));
  }

  Outcome complete(CustomResource restore) throws InterruptedException {
    launch.complete(restore, targets.agreed(restore));
    return end.completed(restore);
  }

  private boolean late(CustomResource restore) {
    return !tools.now().isBefore(Times.deadline(restore, tools.now(), RestoreLaunch.LIMIT_SECONDS));
  }

  private Outcome late(CustomResource restore, @Nullable String last) {
    return end.failed(
        restore,
        Reasons.DEADLINE_EXCEEDED,
        "it was not done within spec.activeDeadlineSeconds (%d), and the target is as it was; at last: %s"
            .formatted(Times.limit(restore, RestoreLaunch.LIMIT_SECONDS).toSeconds(), last));
  }

  private Outcome hindered(CustomResource restore, EngineException e) {
    Failure failure = Failure.of(e);
    if (BackupStart.forGood(e.kind())) {
      return end.failed(restore, Reasons.RECONCILE_FAILED, failure.text());
    }
    return waiting(restore, failure, Retries.of(failure));
  }

  private Outcome waiting(CustomResource restore, Failure failure, Outcome next) {
    StatusDraft draft = tools.draft(restore);
    RestoreStatus.hindered(draft, failure);
    CustomResource written = tools.write(draft);
    return next.telling(StatusReport.of(restore, written, failure));
  }
}
