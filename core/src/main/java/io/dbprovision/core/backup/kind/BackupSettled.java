package io.dbprovision.core.backup.kind;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.runtime.Outcome;
import io.dbprovision.core.status.Phase;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.spi.EngineException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A backup that is over: what it left is taken away, and it goes when its time has come. */
final class BackupSettled {
  private static final Logger log = LoggerFactory.getLogger(BackupSettled.class);
  private static final Duration AGAIN = Duration.ofSeconds(30);
  private static final Duration RARELY = Duration.ofHours(6);
  private static final Duration KEPT = Duration.ofMinutes(30);

  private final Tools tools;
  private final BackupClearing clearing;
  private final LeftOvers leftOvers;
  private final KeyRotation rotation;
  private final Verification verification;
  private final Withdrawal withdrawal;

  @Inject
  BackupSettled(
      Tools tools,
      BackupClearing clearing,
      LeftOvers leftOvers,
      KeyRotation rotation,
      Verification verification,
      Withdrawal withdrawal) {
    this.tools = tools;
    this.clearing = clearing;
    this.leftOvers = leftOvers;
    this.rotation = rotation;
    this.verification = verification;
    this.withdrawal = withdrawal;
  }

  Outcome look(CustomResource found) throws InterruptedException {
    CustomResource backup = found;
    Duration next = RARELY;
    if (Step.of(backup).isPresent()) {
      if (cleared(backup)) {
        StatusDraft draft = tools.draft(backup).set(Step.FIELD, null);
        WorkedOn.clear(draft);
        backup = tools.write(draft);
      } else {
        next = AGAIN;
      }
    }
    next = sooner(next, leftOvers.sweep(backup));
    if (completed(backup)) {
      KeyRotation.Looked keys = rotation.look(backup);
      backup = keys.backup();
      next = sooner(sooner(next, Optional.of(keys.next())), verification.advance(backup));
    }
    Optional<Instant> expires = Times.at(backup, "expiresAt");
    if (expires.isEmpty()) {
      return Outcome.after(next);
    }
    Duration left = Duration.between(tools.now(), expires.get());
    if (left.isPositive()) {
      return Outcome.after(left.compareTo(next) < 0 ? left : next);
    }
    if (LastOfSchedule.is(backup, tools.resources())) {
      String text =
          "its ttl is over since %s, and it stays until there is a newer good backup of its schedule: without it there would be none"
              .formatted(expires.get());
      tools.events().normal(backup, "KeptAsLast", text);
      tools.write(tools.draft(backup).message(text));
      return Outcome.after(next.compareTo(KEPT) < 0 ? next : KEPT);
    }
    tools.events().normal(backup, "Expired", "its ttl is over since " + expires.get());
    tools.resources().delete(backup);
    return Outcome.done("its ttl is over: deleted");
  }

  /** And nothing is left of making it. */
  private static boolean completed(CustomResource backup) {
    return Step.of(backup).isEmpty()
        && backup.status().text("phase", "").equals(Phase.COMPLETED.toString());
  }

  private static Duration sooner(Duration one, Optional<Duration> other) {
    return other.filter(wait -> wait.compareTo(one) < 0).orElse(one);
  }

  private boolean cleared(CustomResource backup) throws InterruptedException {
    Optional<String> lost = WorkedOn.lost(backup, tools.resources());
    try {
      clearing.clear(backup);
      leftOvers.ofFailed(backup);
      lost.ifPresent(text -> tools.events().warning(backup, "LeftBehind", text));
      return lost.isEmpty() || over(backup);
    } catch (StillAsking | EngineException e) {
      log.atDebug().addKeyValue("backup", backup.key()).log("not cleared yet: {}", e.getMessage());
      if (!over(backup)) {
        return false;
      }
      withdrawal.of(backup);
      return true;
    }
  }

  /** A login that nobody could take away has ended by itself long ago. */
  private boolean over(CustomResource backup) {
    return tools
        .now()
        .isAfter(
            Times.loginEnd(backup, tools.now(), BackupLaunch.LIMIT_SECONDS)
                .plus(Duration.ofHours(1)));
  }
}
