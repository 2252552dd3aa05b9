package io.dbprovision.core.backup.kind;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.backup.stream.Manifest;
import io.dbprovision.core.backup.work.Copied;
import io.dbprovision.core.backup.work.WorkProgress;
import io.dbprovision.core.backup.work.WorkResult;
import io.dbprovision.core.backup.work.WorkState;
import io.dbprovision.core.reference.Refs;
import io.dbprovision.core.runtime.Outcome;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.core.status.StatusReport;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A backup that was begun: its worker is started, watched, and its result looked at. */
final class BackupRun {
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration SOON = Duration.ofSeconds(1);

  private final BackupWishes wishes;
  private final BackupLaunch launch;
  private final BackupEnd end;
  private final Tools tools;

  @Inject
  BackupRun(BackupWishes wishes, BackupLaunch launch, BackupEnd end, Tools tools) {
    this.wishes = wishes;
    this.launch = launch;
    this.end = end;
    this.tools = tools;
  }

  Outcome watch(CustomResource backup) throws InterruptedException {
    if (Step.of(backup).isEmpty()) {
      return end.failed(
          backup,
          ErrorKind.INTERNAL,
          "an earlier operator began it and did not come to its end; make another backup");
    }
    try {
      return looked(backup);
    } catch (StillAsking e) {
      return asks(backup, e);
    } catch (EngineException e) {
      return late(backup) ? late(backup, e.getMessage()) : hindered(backup, e);
    }
  }

  private Outcome asks(CustomResource backup, StillAsking question) {
    tools.write(BackupStatus.running(tools.draft(backup), question.text()));
    return Outcome.after(Retries.ASKING);
  }

  private Outcome looked(CustomResource backup) throws InterruptedException {
    return switch (tools.workers().state(backup.metadata().uid())) {
      case WorkState.Absent absent -> launched(backup);
      case WorkState.Waiting waiting ->
          late(backup) ? neverRan(backup, waiting.why()) : waits(backup, waiting.why());
      case WorkState.Running running ->
          late(backup) ? cancelled(backup) : runs(backup, running.progress());
      case WorkState.Failed failed -> fails(backup, failed);
      case WorkState.Done done -> done(backup, done.result());
    };
  }

  private Outcome launched(CustomResource backup) throws InterruptedException {
    BackupWish wish = wishes.read(backup);
    boolean worked = Step.of(backup).filter(Step.WORKING::equals).isPresent();
    if (worked) {
      // its worker may have come to its end and be forgotten: what is there then is what counts
      Optional<Manifest> stored = ours(backup, wish.store());
      if (stored.isPresent()) {
        return end.completed(backup, Copied.of(stored.get()));
      }
    }
    if (late(backup)) {
      return late(backup, "its worker is gone");
    }
    if (worked) {
      // the next one finds the path free
      tools
          .stored()
          .clean(wish.store(), BackupStatus.path(backup), LeftOvers.whateverItsAge(tools));
    }
    launch.start(backup, wish);
    StatusDraft draft = BackupStatus.running(tools.draft(backup), "its worker has been started");
    // the Secret may have got another key since it was begun
    KeyStatus.names(draft, wish.options().key());
    CustomResource written = tools.write(Step.WORKING.in(draft));
    return Outcome.after(LOOK)
        .telling(StatusReport.of(backup, written, "", "the worker has been started"));
  }

  private Outcome waits(CustomResource backup, String why) {
    tools.write(BackupStatus.running(tools.draft(backup), "its turn has not come: " + why));
    return Outcome.after(LOOK);
  }

  private Outcome runs(CustomResource backup, WorkProgress progress) {
    Pace.show(tools, backup, BackupStatus.shownPhase(backup), progress, BackupStatus::progress);
    return Outcome.after(LOOK);
  }

  /** Why is known now; of a work that was cancelled, that it was would be all. */
  private Outcome neverRan(CustomResource backup, String why) {
    tools.workers().cancel(backup.metadata().uid());
    return late(backup, why);
  }

  private Outcome cancelled(CustomResource backup) {
    tools.workers().cancel(backup.metadata().uid());
    return Outcome.after(SOON);
  }

  private Outcome fails(CustomResource backup, WorkState.Failed failed) {
    // who found what is stored there damaged has read more of it than its sizes
    Optional<Manifest> whole =
        failed.kind() == ErrorKind.INVALID ? Optional.empty() : wholeAllTheSame(backup);
    if (whole.isPresent()) {
      return end.completed(backup, Copied.of(whole.get()));
    }
    if (late(backup)) {
      return late(backup, failed.message());
    }
    String text = failed.path().map(path -> path + ": ").orElse("") + failed.message();
    return end.failed(backup, failed.kind(), text);
  }

  /** The manifest is written last of all: a worker that is killed behind it has done its work. */
  private Optional<Manifest> wholeAllTheSame(CustomResource backup) {
    try {
      return whole(backup);
    } catch (EngineException e) {
      // what the worker said is what there is to tell
      return Optional.empty();
    }
  }

  private Optional<Manifest> whole(CustomResource backup) {
    return ours(
        backup, tools.stores().site(backup, "spec.storage", backup.spec().object("storage")));
  }

  private boolean late(CustomResource backup) {
    return !tools.now().isBefore(Times.deadline(backup, tools.now(), BackupLaunch.LIMIT_SECONDS));
  }

  private Outcome late(CustomResource backup, @Nullable String last) {
    return end.failed(
        backup,
        ErrorKind.TIMEOUT,
        "it was not done within spec.activeDeadlineSeconds (%d); at last: %s"
            .formatted(Times.limit(backup, BackupLaunch.LIMIT_SECONDS).toSeconds(), last));
  }

  private Outcome done(CustomResource backup, WorkResult result) {
    StoreSite store = tools.stores().site(backup, "spec.storage", backup.spec().object("storage"));
    Optional<String> doubt =
        tools.stored().doubt(store, BackupStatus.path(backup), backup.metadata().uid(), result);
    if (doubt.isPresent()) {
      return end.failed(
          backup, ErrorKind.INTERNAL, "its worker said that it is done, but " + doubt.get());
    }
    return end.completed(backup, result.copied());
  }

  private Optional<Manifest> ours(CustomResource backup, StoreSite store) {
    return tools
        .stored()
        .manifest(store, BackupStatus.path(backup))
        .filter(manifest -> manifest.header().uid().equals(backup.metadata().uid()));
  }

  private Outcome hindered(CustomResource backup, EngineException e) {
    if (e.kind() != ErrorKind.NOT_FOUND || !databaseIsGone(backup)) {
      return again(backup, e);
    }
    try {
      return withoutDatabase(backup);
    } catch (StillAsking question) {
      return asks(backup, question);
    } catch (EngineException unread) {
      // whether the copy was complete is not known until its store answers
      return again(backup, unread);
    }
  }

  private Outcome again(CustomResource backup, EngineException e) {
    Failure failure = Failure.of(e);
    if (BackupStart.forGood(e.kind())) {
      return end.failed(backup, ErrorKind.INTERNAL, failure.text());
    }
    StatusDraft draft = tools.draft(backup);
    BackupStatus.hindered(draft, failure);
    CustomResource written = tools.write(draft);
    return Retries.of(failure).telling(StatusReport.of(backup, written, failure));
  }

  /** A Database of that name that is made later would be another one: it is not waited for. */
  private boolean databaseIsGone(CustomResource backup) {
    return Refs.database(backup)
        .filter(key -> tools.resources().sees(key) && tools.resources().get(key).isEmpty())
        .isPresent();
  }

  private Outcome withoutDatabase(CustomResource backup) {
    Optional<Manifest> whole = whole(backup);
    if (whole.isPresent()) {
      return end.completed(backup, Copied.of(whole.get()));
    }
    return end.failed(
        backup,
        ErrorKind.NOT_FOUND,
        "spec.databaseRef: the Database was deleted before the copy of it was complete");
  }
}
