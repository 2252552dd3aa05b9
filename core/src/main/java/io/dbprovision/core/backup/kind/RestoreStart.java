package io.dbprovision.core.backup.kind;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.runtime.Outcome;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.Reasons;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.core.status.StatusReport;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.LogicalRestore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Looks whether a restore can be done at all, as long as nothing was begun for it. */
final class RestoreStart {
  private final RestoreSources sources;
  private final RestoreTargets targets;
  private final NameClaims claims;
  private final RestoreEnd end;
  private final Tools tools;

  @Inject
  RestoreStart(
      RestoreSources sources,
      RestoreTargets targets,
      NameClaims claims,
      RestoreEnd end,
      Tools tools) {
    this.sources = sources;
    this.targets = targets;
    this.claims = claims;
    this.end = end;
    this.tools = tools;
  }

  /** What came of it. */
  sealed interface Begun {
    record Yes(CustomResource restore) implements Begun {}

    record No(Outcome outcome) implements Begun {}
  }

  Begun begin(CustomResource restore) {
    try {
      RestoreSource source = source(restore);
      RestoreTarget target = targets.read(restore);
      checkFit(source, target);
      if (target.database().isEmpty()) {
        claims.requireFree(target.site());
      }
      StatusDraft draft = tools.draft(restore);
      RestoreStatus.begun(draft, source, target);
      ClientCertificate.without(target.site(), source.store())
          .ifPresent(warning -> RestoreStatus.warn(draft, List.of(warning)));
      CustomResource written = tools.write(Step.PREPARING.in(draft));
      tools
          .events()
          .normal(
              written,
              "Started",
              "%s is restored to the database %s of %s"
                  .formatted(
                      source.name(), target.site().database(), target.site().instance().key()));
      return new Begun.Yes(written);
    } catch (StillAsking e) {
      StatusDraft draft = tools.draft(restore);
      RestoreStatus.asking(draft, e.text());
      tools.write(draft);
      return new Begun.No(Outcome.after(Retries.ASKING));
    } catch (EngineException e) {
      return new Begun.No(hindered(restore, e));
    }
  }

  /** What of the rest of the manifest can never be is said before a backup is waited for. */
  private RestoreSource source(CustomResource restore) {
    try {
      return sources.read(restore);
    } catch (EngineException e) {
      if (!BackupStart.forGood(e.kind())) {
        refuseTarget(restore);
      }
      throw e;
    }
  }

  private void refuseTarget(CustomResource restore) {
    try {
      RestoreTarget _ = targets.read(restore);
    } catch (EngineException e) {
      if (BackupStart.forGood(e.kind())) {
        throw e;
      }
    }
  }

  private static void checkFit(RestoreSource source, RestoreTarget target) {
    LogicalRestore _ = target.site().capability(LogicalRestore.class, "restore backups");
    Engine engine = target.site().server().engine();
    if (!source.engine().isEmpty() && !engine.names().contains(new EngineName(source.engine()))) {
      throw EngineException.at(
          ErrorKind.INVALID,
          "spec.target",
          "is on %s, and the backup came from %s, which it cannot take"
              .formatted(target.site().server().endpoint().engine(), source.engine()));
    }
  }

  private Outcome hindered(CustomResource restore, EngineException e) {
    Failure failure = Failure.of(e);
    if (BackupStart.forGood(e.kind())) {
      boolean spec = e.kind() != ErrorKind.CONFLICT;
      return end.failed(
          restore, spec ? Reasons.VALIDATION_FAILED : Reasons.RECONCILE_FAILED, failure.text());
    }
    Optional<Duration> left = patience(restore);
    if (left.isPresent() && !left.get().isPositive()) {
      return end.failed(
          restore,
          Reasons.VALIDATION_FAILED,
          "%s in vain for spec.activeDeadlineSeconds (%d)"
              .formatted(failure.text(), limit(restore).toSeconds()));
    }
    StatusDraft draft = tools.draft(restore);
    RestoreStatus.waiting(draft, failure);
    CustomResource written = tools.write(draft);
    return Retries.within(failure, left).telling(StatusReport.of(restore, written, failure));
  }

  /**
   * How long it may still wait for a backup that nobody has made; empty when it waits for something
   * else. A backup that is at work has a deadline of its own.
   */
  private Optional<Duration> patience(CustomResource restore) {
    Instant made = restore.metadata().created();
    return made == null || !sources.missing(restore)
        ? Optional.empty()
        : Optional.of(Duration.between(tools.now(), made.plus(limit(restore))));
  }

  private static Duration limit(CustomResource restore) {
    return Times.limit(restore, RestoreLaunch.LIMIT_SECONDS);
  }
}
