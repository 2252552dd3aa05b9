package io.dbprovision.core.backup.kind;

import static io.dbprovision.core.status.Reasons.DELETE_FAILED;
import static io.dbprovision.core.status.Reasons.READY;
import static io.dbprovision.core.status.Reasons.RECONCILING;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.backup.work.WorkState;
import io.dbprovision.core.kube.Namespaces;
import io.dbprovision.core.runtime.Outcome;
import io.dbprovision.core.secret.LabelValues;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.Gates;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.core.status.StatusReport;
import io.dbprovision.spi.EngineException;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a backup go: its work first, then its login, then what is stored, then the finalizer. */
final class BackupDeletion {
  private static final Logger log = LoggerFactory.getLogger(BackupDeletion.class);
  private static final Duration AT_ONCE = Duration.ofSeconds(1);
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration AGAIN = Duration.ofSeconds(30);

  private final Tools tools;
  private final BackupClearing clearing;
  private final Verification verification;
  private final Withdrawal withdrawal;

  @Inject
  BackupDeletion(
      Tools tools, BackupClearing clearing, Verification verification, Withdrawal withdrawal) {
    this.tools = tools;
    this.clearing = clearing;
    this.verification = verification;
    this.withdrawal = withdrawal;
  }

  Outcome advance(CustomResource backup) throws InterruptedException {
    if (!backup.held()) {
      return Outcome.done();
    }
    String uid = backup.metadata().uid();
    WorkState state = tools.workers().state(uid);
    if (!(state instanceof WorkState.Absent) && !state.isOver()) {
      tools.workers().cancel(uid);
      return Outcome.after(AT_ONCE);
    }
    boolean forced = Gates.forced(backup);
    try {
      verification.abandon(backup);
      WorkedOn.lost(backup, tools.resources())
          .ifPresent(text -> tools.events().warning(backup, "LeftBehind", text));
      if (Step.of(backup).isPresent()) {
        clearing.clear(backup);
      }
      if (BackupStatus.path(backup).isEmpty()) {
        withdrawal.of(backup);
      }
      return released(backup, removed(backup));
    } catch (StillAsking e) {
      boolean hopeless = e.waits() || tooLong(backup);
      return hopeless && (forced || tools.namespaceGoes(backup))
          ? left(backup, e.text())
          : asking(backup, e);
    } catch (EngineException e) {
      Failure failure = Failure.of(e);
      return forced || tools.namespaceGoes(backup)
          ? left(backup, failure.text())
          : kept(backup, failure.text(), AGAIN);
    }
  }

  /** Whoever forces it does not wait for a worker that is at it for ever. */
  private boolean tooLong(CustomResource backup) {
    Instant asked = backup.metadata().deletionRequested();
    return asked != null && tools.now().isAfter(asked.plus(PATIENCE));
  }

  private Outcome left(CustomResource backup, String why) {
    String told = "not removed, and let go all the same: " + why;
    tools.events().warning(backup, "LeftBehind", told);
    tools.workers().forget(backup.metadata().uid());
    withdrawal.of(backup);
    return released(backup, told);
  }

  private Outcome asking(CustomResource backup, StillAsking asked) {
    if (asked.waits()) {
      return kept(backup, "what is stored is not removed yet: " + asked.text(), SOON);
    }
    String text = "what is stored is being removed: " + asked.text();
    tools.write(tools.draft(backup).message(text).condition(READY, false, RECONCILING, text));
    return Outcome.after(Retries.ASKING);
  }

  /** What became of the data, for people. */
  private String removed(CustomResource backup) {
    String path = BackupStatus.path(backup);
    if (path.isEmpty()) {
      return "nothing was stored";
    }
    String schedule = backup.metadata().labels().getOrDefault(Keys.SCHEDULE_LABEL, "");
    if (!schedule.isEmpty() && (goesWithItsNamespace(backup) || scheduleGoes(backup, schedule))) {
      return "its schedule %s is gone or going, or its namespace is, so what is stored at %s stays; it can be restored with spec.fromPath"
          .formatted(schedule, path);
    }
    if (onlyCopy(backup)) {
      return "its database was dropped because this backup is stored at %s, so that stays; it can be restored with spec.fromPath"
          .formatted(path);
    }
    StoreSite store = tools.stores().site(backup, "spec.storage", backup.spec().object("storage"));
    String uid = backup.metadata().uid();
    return switch (tools.stored().delete(tools.stored().lying(store, path, uid), path, uid)) {
      case ALL -> "what was stored at %s is removed".formatted(path);
      case NOTHING -> "nothing is stored at %s any more".formatted(path);
      case ANOTHERS ->
          "what lies at %s says that it is another backup's, and stays".formatted(path);
    };
  }

  /** As long as the database is there, and once its ttl is over, it is a backup as any other. */
  private boolean onlyCopy(CustomResource backup) {
    String uid = backup.metadata().labels().getOrDefault(Keys.LAST_BACKUP_LABEL, "");
    boolean expired =
        Times.at(backup, "expiresAt").filter(end -> !end.isAfter(tools.now())).isPresent();
    return !uid.isEmpty()
        && !expired
        && tools.resources().list(CustomKind.DATABASE).stream()
            .noneMatch(database -> database.metadata().uid().equals(uid));
  }

  /** The objects of a namespace go in any order, and what they store does not come back. */
  private boolean goesWithItsNamespace(CustomResource backup) {
    return tools
        .namespaces()
        .fresh(backup.namespace())
        .filter(Namespaces.Namespace::terminating)
        .isPresent();
  }

  /**
   * By its label, which a long name does not fit in. Whoever deletes a schedule with all that
   * depends on it may have its backups deleted before the cache knows of the schedule.
   */
  private boolean scheduleGoes(CustomResource backup, String label) {
    return tools.resources().list(CustomKind.BACKUP_SCHEDULE).stream()
        .filter(schedule -> schedule.namespace().equals(backup.namespace()))
        .filter(schedule -> LabelValues.of(schedule.name()).equals(label))
        .map(schedule -> tools.resources().fresh(schedule.key()))
        .allMatch(schedule -> schedule.isEmpty() || schedule.get().deleting());
  }

  private Outcome kept(CustomResource backup, String why, Duration next) {
    String text =
        "%s; to let it go without removing what is stored, annotate it with %s=true"
            .formatted(why, Keys.FORCE_DELETE);
    StatusDraft draft = tools.draft(backup);
    draft.message(text).condition(READY, false, DELETE_FAILED, text);
    if (!backup.status().text("message", "").equals(text)) {
      tools.events().warning(backup, DELETE_FAILED, text);
    }
    CustomResource written = tools.write(draft);
    return Outcome.after(next).telling(StatusReport.of(backup, written, DELETE_FAILED, text));
  }

  private Outcome released(CustomResource backup, String told) {
    log.atInfo().addKeyValue("backup", backup.key()).log(told);
    tools.events().normal(backup, "Deleted", told);
    tools.resources().removeFinalizers(backup);
    tools.observer().forgotten(backup.key());
    return Outcome.done(told);
  }
}
