package io.dbprovision.core.backup.kind;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.backup.schedule.Cron;
import io.dbprovision.spi.EngineException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** Whether a backup is to be tried out. */
sealed interface VerificationWish {
  record Nothing() implements VerificationWish {}

  /**
   * @param token of the request; empty when the manifest wants it
   */
  record Now(String token) implements VerificationWish {}

  record Later(Instant at) implements VerificationWish {}

  record Refused(EngineException why) implements VerificationWish {}

  static VerificationWish of(CustomResource backup, Instant now) {
    VerificationStatus status = new VerificationStatus(backup);
    Optional<String> token =
        backup.metadata().annotation(Keys.VERIFY).filter(text -> !text.isBlank());
    if (token.isPresent() && !token.get().equals(status.token())) {
      return new Now(token.get());
    }
    Fields wanted = backup.spec().object(VerificationStatus.BLOCK);
    if (!wanted.flag("enabled", false)) {
      return new Nothing();
    }
    Optional<String> schedule = wanted.text("schedule");
    if (schedule.isEmpty()) {
      return status.tried() ? new Nothing() : new Now("");
    }
    return byClock(backup, schedule.get(), now);
  }

  private static VerificationWish byClock(CustomResource backup, String schedule, Instant now) {
    Instant last =
        new VerificationStatus(backup).startedAt(Times.at(backup, "completedAt").orElse(now));
    try {
      return Cron.parse("spec.verification.schedule", schedule, ZoneOffset.UTC)
          .next(last)
          .map(at -> at.isAfter(now) ? new Later(at) : new Now(""))
          .orElseGet(Nothing::new);
    } catch (EngineException e) {
      return new Refused(e);
    }
  }
}
