package io.dbprovision.core.backup.last;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.backup.kind.BackupCheck;
import io.dbprovision.core.deletion.Cascade;
import io.dbprovision.core.instance.ServerState;
import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.reconcile.BeforeDrop;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.KubeFailures;
import io.dbprovision.core.status.Reasons;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.core.status.StatusWriter;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Quiescence.Stillness;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lets a database be dropped once a last backup of it is stored and verified. It is closed before
 * the copy begins and stays so until it is dropped: nothing is written that is not in the copy. An
 * attempt that fails opens it again, and what was copied is worth nothing then.
 */
final class LastBackups implements BeforeDrop {
  /** Whoever was about to come in when it was closed is seen by then. */
  private static final Duration SETTLING = Duration.ofSeconds(2);

  private static final Duration LOOK = Duration.ofSeconds(5);

  /** The server did nothing. */
  private static final Set<ErrorKind> REFUSED =
      Set.of(
          ErrorKind.PERMISSION,
          ErrorKind.UNSUPPORTED,
          ErrorKind.CONFLICT,
          ErrorKind.INVALID,
          ErrorKind.NOT_FOUND);

  private static final String WAY_OUT =
      ". The database stays; to give it up without a backup set spec.deletionPolicy to Delete, to"
          + " keep it on the server set it to Retain";

  private final Resources resources;
  private final BackupCheck check;
  private final Closing closing;
  private final Cascade cascade;
  private final StatusWriter statuses;

  @Inject
  LastBackups(
      Resources resources,
      BackupCheck check,
      Closing closing,
      Cascade cascade,
      StatusWriter statuses) {
    this.resources = resources;
    this.check = check;
    this.closing = closing;
    this.cascade = cascade;
    this.statuses = statuses;
  }

  @Override
  public Step advance(Leaving leaving, StatusDraft draft) {
    CustomResource database = leaving.resource();
    if (!wanted(database)) {
      return new Step.Drop();
    }
    if (cascade.namespaceGoes(database)) {
      over(leaving);
      return new Step.Keep(
          "its namespace is being deleted, so that no last backup of it can be made there");
    }
    Optional<Attempt> attempt = Attempt.of(database);
    if (attempt.isEmpty()) {
      return begin(leaving, draft);
    }
    return switch (attempt.get().step()) {
      case CLOSING -> closed(leaving, attempt.get(), draft);
      case COPYING -> copied(leaving, attempt.get(), draft);
      case FAILED ->
          attempt.get().due(leaving, draft.now())
              ? begin(leaving, draft)
              : stop(Reasons.BACKUP_FAILED, attempt.get().message());
    };
  }

  private static boolean wanted(CustomResource database) {
    return database.spec().text("deletionPolicy", "").equals("Snapshot")
        && database.spec().has(BackupObject.BLOCK);
  }

  private Step begin(Leaving leaving, StatusDraft draft) {
    CustomResource database = leaving.resource();
    Attempt attempt = Attempt.next(leaving, draft.now());
    try {
      closing.require(leaving.server());
      Optional<String> asked = check.require(BackupObject.imagined(database, attempt.backup()));
      if (asked.isPresent()) {
        return new Step.Wait(SETTLING, asked.get());
      }
    } catch (EngineException e) {
      return refused(atField(e));
    }
    attempt.put(draft);
    // on record first: whoever comes after a crash knows that it may be closed
    var _ = statuses.interim(draft);
    try {
      Stillness found = closing.close(leaving);
      if (found.sessions() == 0) {
        return closed();
      }
      closing.open(leaving);
      forget(database, draft);
      return stop(Reasons.DELETE_FAILED, inUse(leaving, found));
    } catch (EngineException e) {
      if (REFUSED.contains(e.kind())) {
        forget(database, draft);
      }
      return refused(e);
    }
  }

  /** Nothing came of it. */
  private static void forget(CustomResource database, StatusDraft draft) {
    Attempt.of(database).ifPresentOrElse(last -> last.put(draft), () -> draft.set(FIELD, null));
  }

  private static Step closed() {
    return new Step.Wait(SETTLING, "it lets nobody in any more, and a last backup is made of it");
  }

  private Step closed(Leaving leaving, Attempt attempt, StatusDraft draft) {
    Instant now = draft.now();
    if (now.isBefore(attempt.since().plus(SETTLING))) {
      return closed();
    }
    Stillness found = closing.close(leaving);
    if (found.sessions() > 0) {
      return failed(leaving, attempt, inUse(leaving, found), draft);
    }
    try {
      if (!made(leaving.resource(), attempt)) {
        return failed(
            leaving,
            attempt,
            "a DatabaseBackup %s is there that was not made for it".formatted(attempt.backup()),
            draft);
      }
    } catch (KubeException e) {
      return failed(leaving, attempt, KubeFailures.text(e), draft);
    }
    attempt.at(Attempt.Step.COPYING, now).put(draft);
    return new Step.Wait(
        LOOK, "its last backup %s is about to be made".formatted(attempt.backup()));
  }

  /** By now, or before a crash. What earlier attempts stored is worth nothing and goes. */
  private boolean made(CustomResource database, Attempt attempt) {
    resources.list(CustomKind.BACKUP).stream()
        .filter(one -> one.namespace().equals(database.namespace()))
        .filter(one -> BackupObject.isFor(database, one))
        .filter(one -> !one.name().equals(attempt.backup()) && !one.deleting())
        .forEach(resources::delete);
    Optional<CustomResource> there = resources.get(BackupObject.key(database, attempt.backup()));
    if (there.isPresent()) {
      return BackupObject.isFor(database, there.get());
    }
    var _ = resources.create(BackupObject.of(database, attempt.backup()));
    return true;
  }

  private Step copied(Leaving leaving, Attempt attempt, StatusDraft draft) {
    CustomResource database = leaving.resource();
    Optional<CustomResource> backup =
        resources
            .get(BackupObject.key(database, attempt.backup()))
            .filter(one -> BackupObject.isFor(database, one));
    if (backup.isEmpty()) {
      return failed(leaving, attempt, told(attempt, "is gone"), draft);
    }
    return switch (Verdict.of(backup.get(), attempt.since(), draft.now())) {
      case Verdict.Open open -> new Step.Wait(LOOK, told(attempt, open.how()));
      case Verdict.Bad bad -> failed(leaving, attempt, told(attempt, bad.why()), draft);
      case Verdict.Good _ -> verified(leaving, attempt, draft);
    };
  }

  private Step verified(Leaving leaving, Attempt attempt, StatusDraft draft) {
    Stillness found = closing.close(leaving);
    if (found.sessions() == 0 && !found.wasOpen()) {
      return new Step.Drop();
    }
    String why =
        found.wasOpen()
            ? "somebody was let into the database while it was made, so it may not hold all"
            : inUse(leaving, found) + ": what they wrote may not be in it";
    return failed(leaving, attempt, told(attempt, "is verified, but " + why), draft);
  }

  private static String told(Attempt attempt, String how) {
    return "its last backup %s %s".formatted(attempt.backup(), how);
  }

  private static String inUse(Leaving leaving, Stillness found) {
    return "the database \"%s\" is in use: %d sessions are open%s"
        .formatted(
            leaving.serverName(),
            found.sessions(),
            leaving.forced()
                ? " that the operator may not end"
                : "; close them, or annotate the object with %s=true to have them ended"
                    .formatted(Keys.FORCE_DELETE));
  }

  private Step failed(Leaving leaving, Attempt attempt, String why, StatusDraft draft) {
    closing.open(leaving);
    attempt.failed(why, draft.now()).put(draft);
    return stop(Reasons.BACKUP_FAILED, why);
  }

  /** Nothing was touched. */
  private static Step refused(EngineException e) {
    Failure failure = Failure.of(e);
    return e.kind() == ErrorKind.UNSUPPORTED
        ? stop(failure.reason(), failure.message())
        : stop(Reasons.BACKUP_FAILED, failure.text());
  }

  private static Step stop(String reason, String why) {
    return new Step.Stop(
        new Failure(
            reason,
            "no last backup could be made: " + why + WAY_OUT,
            new Failure.Retry.WhenChanged(),
            false));
  }

  /** Of the backup that nobody wrote; the field is found in the database's block. */
  private static EngineException atField(EngineException e) {
    String path = e.path().orElse("");
    return path.startsWith("spec.")
            && !path.startsWith("spec.databaseRef")
            && !path.equals(Closing.POLICY)
        ? EngineException.at(
                e.kind(),
                "spec." + BackupObject.BLOCK + path.substring("spec".length()),
                e.sentence())
            .causedBy(e)
        : e;
  }

  @Override
  public void over(Leaving leaving) {
    if (leaving.resource().status().has(FIELD)) {
      closing.open(leaving);
    }
  }

  @Override
  public List<String> objections(CustomResource database, ServerState.Available server) {
    try {
      closing.require(server);
      check.plausible(BackupObject.imagined(database, "last"), server);
      return List.of();
    } catch (EngineException e) {
      EngineException told = atField(e);
      return List.of(
          told.path().isEmpty() ? "spec.snapshot: " + told.sentence() : told.getMessage());
    }
  }
}
