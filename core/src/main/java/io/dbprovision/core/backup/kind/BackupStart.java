package io.dbprovision.core.backup.kind;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.backup.work.BackupName;
import io.dbprovision.core.runtime.Outcome;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.core.status.StatusReport;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Looks whether a backup can be made at all, as long as nothing was begun for it. Whatever may pass
 * is waited for; a manifest that makes no sense has failed.
 */
final class BackupStart {
  private final BackupWishes wishes;
  private final BackupEnd end;
  private final Withdrawal withdrawal;
  private final Tools tools;

  @Inject
  BackupStart(BackupWishes wishes, BackupEnd end, Withdrawal withdrawal, Tools tools) {
    this.wishes = wishes;
    this.end = end;
    this.withdrawal = withdrawal;
    this.tools = tools;
  }

  /** What was written of a backup that is begun; empty with what came of it instead. */
  sealed interface Begun {
    record Yes(CustomResource backup) implements Begun {}

    record No(Outcome outcome) implements Begun {}
  }

  Begun begin(CustomResource backup) {
    BackupWish wish;
    try {
      wish = wishes.read(backup);
      Optional<String> warning = ClientCertificate.without(wish.source(), wish.store());
      wish = warning.map(wish::with).orElse(wish);
      tools.stored().check(wish.store());
    } catch (StillAsking e) {
      return new Begun.No(asking(backup, e));
    } catch (EngineException e) {
      return new Begun.No(hindered(backup, e));
    }
    StatusDraft draft = tools.draft(backup);
    String file =
        BackupName.of(
            wish.source().database(),
            backup.name(),
            draft.now(),
            wish.format().extension(),
            wish.options().compression(),
            wish.options().key() != null);
    String path = wish.store().path(file);
    List<String> warnings = wish.warnings();
    BackupStatus.begun(draft, wish, path);
    CustomResource written = tools.write(Step.PREPARING.in(draft));
    tools.events().normal(written, "Started", "to be stored at " + path);
    warnings.forEach(warning -> tools.events().warning(written, "NotAsAsked", warning));
    return new Begun.Yes(written);
  }

  private Outcome hindered(CustomResource backup, EngineException e) {
    Failure failure = Failure.of(e);
    if (forGood(e.kind())) {
      return end.failed(backup, e.kind(), failure.text());
    }
    Optional<Duration> left = patience(backup);
    if (left.isPresent() && !left.get().isPositive()) {
      return late(backup, failure.text());
    }
    StatusDraft draft = tools.draft(backup);
    BackupStatus.waiting(draft, failure);
    CustomResource written = tools.write(draft);
    return Retries.within(failure, left).telling(StatusReport.of(backup, written, failure));
  }

  private Outcome asking(CustomResource backup, StillAsking asked) {
    if (patience(backup).filter(left -> !left.isPositive()).isPresent()) {
      return late(backup, asked.text());
    }
    StatusDraft draft = tools.draft(backup);
    BackupStatus.asking(draft, asked.text());
    tools.write(draft);
    return Outcome.after(Retries.ASKING);
  }

  private Outcome late(CustomResource backup, String last) {
    withdrawal.of(backup);
    return end.failed(
        backup,
        ErrorKind.TIMEOUT,
        "it could not begin within spec.activeDeadlineSeconds (%d); at last: %s"
            .formatted(Times.limit(backup, BackupLaunch.LIMIT_SECONDS).toSeconds(), last));
  }

  /**
   * How long it may wait to begin. Others of a schedule wait for it, and what its schedule's
   * template says by now does not reach it; who made one by hand may mend it, and it waits as long
   * as it takes.
   */
  private Optional<Duration> patience(CustomResource backup) {
    Instant made = backup.metadata().created();
    if (made == null || !backup.metadata().labels().containsKey(Keys.SCHEDULE_LABEL)) {
      return Optional.empty();
    }
    Instant end = made.plus(Times.limit(backup, BackupLaunch.LIMIT_SECONDS));
    return Optional.of(Duration.between(tools.now(), end));
  }

  /** No waiting mends it. */
  static boolean forGood(ErrorKind kind) {
    return kind == ErrorKind.INVALID || kind == ErrorKind.UNSUPPORTED || kind == ErrorKind.CONFLICT;
  }
}
