package io.dbprovision.core.backup.kind;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.backup.work.Match;
import io.dbprovision.core.backup.work.WorkResult;
import io.dbprovision.core.backup.work.WorkState;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Section;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries a backup out: fills a scratch database on its server as a restore does, has the contents
 * compared with what the backup says, and removes the scratch database. The backup's own status
 * tells how far it is; each step may be taken again after a crash.
 */
final class Verification {
  private static final Logger log = LoggerFactory.getLogger(Verification.class);
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration AT_ONCE = Duration.ofMillis(10);
  private static final Duration SLOW = Duration.ofMinutes(1);
  private static final Duration RARELY = Duration.ofHours(6);
  private static final Duration AGAIN = Duration.ofSeconds(30);

  private final Tools tools;
  private final RestoreSources sources;
  private final RestoreLaunch launch;

  @Inject
  Verification(Tools tools, RestoreSources sources, RestoreLaunch launch) {
    this.tools = tools;
    this.sources = sources;
    this.launch = launch;
  }

  /**
   * One step of a completed backup.
   *
   * @return when to look again; empty when there is nothing to wait for
   */
  Optional<Duration> advance(CustomResource backup) throws InterruptedException {
    VerificationStatus status = new VerificationStatus(backup);
    if (status.clearing()) {
      return clear(backup);
    }
    if (status.running()) {
      return Optional.of(watch(backup));
    }
    return rest(backup, VerificationWish.of(backup, tools.now()));
  }

  private Optional<Duration> rest(CustomResource backup, VerificationWish wish)
      throws InterruptedException {
    return switch (wish) {
      case VerificationWish.Nothing _ -> Optional.empty();
      case VerificationWish.Later later -> {
        tools.write(VerificationStatus.next(tools.draft(backup), later.at()));
        Duration left = Duration.between(tools.now(), later.at());
        yield Optional.of(left.isPositive() ? left : AT_ONCE);
      }
      case VerificationWish.Refused refused -> {
        tools.write(VerificationStatus.untried(tools.draft(backup), Failure.of(refused.why())));
        yield Optional.empty();
      }
      case VerificationWish.Now now -> Optional.of(begin(backup, now.token()));
    };
  }

  private Duration begin(CustomResource backup, String token) throws InterruptedException {
    try {
      Site site = site(backup);
      checkWhole(backup, site);
      RestoreSource _ = sources.read(Scratch.restore(backup));
      CustomResource begun =
          tools.write(VerificationStatus.begun(tools.draft(backup), site, token));
      return watch(begun);
    } catch (StillAsking e) {
      return Retries.ASKING;
    } catch (EngineException e) {
      return hindered(backup, e, token);
    }
  }

  /** Nothing was begun. */
  private Duration hindered(CustomResource backup, EngineException e, String token) {
    if (speaksAgainst(e.kind()) && !KeyStatus.aboutKey(e)) {
      return over(
          backup, VerificationStatus.failed(tools.draft(backup), message(e), token), message(e));
    }
    tools.write(VerificationStatus.untried(tools.draft(backup), Failure.of(e)));
    return e.kind() == ErrorKind.UNSUPPORTED ? RARELY : SLOW;
  }

  private Duration watch(CustomResource backup) throws InterruptedException {
    boolean late = late(backup);
    try {
      return switch (tools.workers().state(Scratch.uid(backup))) {
        case WorkState.Absent _ -> late ? gaveUp(backup, "its worker is gone") : launch(backup);
        case WorkState.Waiting _ -> late ? cancelled(backup) : LOOK;
        case WorkState.Running _ -> late ? cancelled(backup) : LOOK;
        case WorkState.Failed failed -> failed(backup, failed, late);
        case WorkState.Done done -> done(backup, done.result());
      };
    } catch (StillAsking e) {
      return late ? gaveUp(backup, e.text()) : Retries.ASKING;
    } catch (EngineException e) {
      return speaksAgainst(e.kind()) && !KeyStatus.aboutKey(e)
          ? bad(backup, message(e))
          : late ? gaveUp(backup, message(e)) : AGAIN;
    }
  }

  private Duration launch(CustomResource backup) throws InterruptedException {
    CustomResource restore = Scratch.restore(backup);
    Site site =
        tools
            .sites()
            .on(
                WorkedOn.instance(backup).orElseThrow(() -> gone(backup)),
                WorkedOn.database(backup),
                "spec.databaseRef");
    RestoreTarget target = new RestoreTarget(site, Section.empty("spec"), null, false, List.of());
    RestoreSource source = sources.read(restore);
    try {
      String _ = launch.start(restore, source, target);
    } catch (EngineException e) {
      // what the server has against a scratch database is nothing against the backup
      throw speaksAgainst(e.kind())
          ? EngineException.of(ErrorKind.INTERNAL, message(e)).causedBy(e)
          : e;
    }
    return LOOK;
  }

  private static EngineException gone(CustomResource backup) {
    return EngineException.of(
        ErrorKind.NOT_FOUND, "nothing says where %s is tried out".formatted(backup.key()));
  }

  private Duration failed(CustomResource backup, WorkState.Failed failed, boolean late) {
    String text = failed.path().map(path -> path + ": ").orElse("") + failed.message();
    if (late) {
      return gaveUp(backup, text);
    }
    if (!failed.again() && (speaksAgainst(failed.kind()) || failed.kind() == ErrorKind.INTERNAL)) {
      return bad(backup, text);
    }
    tools.workers().forget(Scratch.uid(backup));
    return AGAIN;
  }

  private Duration cancelled(CustomResource backup) {
    tools.workers().cancel(Scratch.uid(backup));
    return LOOK;
  }

  private Duration done(CustomResource backup, WorkResult result) {
    Duration took =
        Duration.between(new VerificationStatus(backup).startedAt(tools.now()), tools.now());
    boolean compared = result.match() == Match.SAME;
    StatusDraft draft = tools.draft(backup);
    CustomResource written =
        tools.write(VerificationStatus.passed(draft, took, compared, result.tables()));
    String text = written.status().object(VerificationStatus.BLOCK).text("message", "");
    if (compared) {
      tools.events().normal(written, "Verified", text);
    } else {
      tools.events().warning(written, "NotCompared", text);
    }
    return AT_ONCE;
  }

  private Duration bad(CustomResource backup, String text) {
    return over(backup, VerificationStatus.failed(tools.draft(backup), text, null), text);
  }

  private Duration over(CustomResource backup, StatusDraft draft, String text) {
    tools.events().warning(tools.write(draft), VerificationStatus.FAILED, text);
    log.atWarn().addKeyValue("backup", backup.key()).log("could not be restored: {}", text);
    return AT_ONCE;
  }

  /** That it could not be tried says nothing about the backup. */
  private Duration gaveUp(CustomResource backup, String text) {
    Failure failure =
        Failure.of(EngineException.of(ErrorKind.TIMEOUT, "it was not tried out in time: " + text));
    tools.write(
        VerificationStatus.clearing(VerificationStatus.untried(tools.draft(backup), failure)));
    return AT_ONCE;
  }

  private Optional<Duration> clear(CustomResource backup) throws InterruptedException {
    try {
      abandon(backup);
    } catch (EngineException e) {
      log.atDebug().addKeyValue("backup", backup.key()).log("not cleared yet: {}", e.getMessage());
      return Optional.of(AGAIN);
    }
    StatusDraft draft = VerificationStatus.cleared(tools.draft(backup));
    WorkedOn.clear(draft);
    tools.write(draft);
    return Optional.of(AT_ONCE);
  }

  /**
   * Removes the scratch database and its login, wherever the trial stands. Idempotent.
   *
   * @throws EngineException when the server cannot be asked now
   */
  void abandon(CustomResource backup) throws InterruptedException {
    if (new VerificationStatus(backup).begun()) {
      launch.abandon(Scratch.restore(backup));
    }
  }

  private Site site(CustomResource backup) {
    return tools.sites().of(tools.sites().source(backup), "spec.databaseRef");
  }

  private static void checkWhole(CustomResource backup, Site site) {
    Section block = Blocks.of(backup, site.server().engine());
    if (Boolean.TRUE.equals(block.values().get("dataOnly"))) {
      throw EngineException.at(
          ErrorKind.UNSUPPORTED,
          block.path() + ".dataOnly",
          "is true: a backup without definitions cannot be restored into an empty database, so it"
              + " cannot be verified");
    }
  }

  /** What cannot be read, or is not what it should be, is the backup's fault. */
  private static boolean speaksAgainst(ErrorKind kind) {
    return kind == ErrorKind.INVALID;
  }

  private boolean late(CustomResource backup) {
    Instant from = new VerificationStatus(backup).startedAt(tools.now());
    return !tools.now().isBefore(from.plusSeconds(RestoreLaunch.LIMIT_SECONDS));
  }

  private static String message(EngineException e) {
    return String.valueOf(e.getMessage());
  }
}
