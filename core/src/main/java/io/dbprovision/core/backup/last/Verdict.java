package io.dbprovision.core.backup.last;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** What a backup's object tells those who wait for it to be completed and verified. */
sealed interface Verdict {
  /** It is stored, was restored elsewhere, and is the same. */
  record Good() implements Verdict {}

  /**
   * @param why a clause
   */
  record Bad(String why) implements Verdict {}

  /**
   * @param how a clause
   */
  record Open(String how) implements Verdict {}

  /** The store was there a moment ago: meanwhile nobody can work with the database. */
  Duration BEGINNING = Duration.ofMinutes(5);

  /** How long it may stay untried after it was completed. */
  Duration TRIAL = Duration.ofHours(2);

  /**
   * @param since when the object was made
   */
  static Verdict of(CustomResource backup, Instant since, Instant now) {
    if (backup.deleting()) {
      return new Bad("was deleted");
    }
    if (backup.metadata().generation() > 1) {
      return new Bad("was changed, so that nobody knows what it holds");
    }
    String told = backup.status().text("message", "");
    return switch (backup.status().text("phase", "")) {
      case "Completed" -> completed(backup, now);
      case "Failed" -> new Bad("failed: " + told);
      case "Running" -> new Open("is being made: " + told);
      default ->
          now.isBefore(since.plus(BEGINNING))
              ? new Open("is about to be made" + (told.isEmpty() ? "" : ": " + told))
              : new Bad("could not be begun: " + told);
    };
  }

  private static Verdict completed(CustomResource backup, Instant now) {
    Fields trial = backup.status().object("verification");
    Fields condition = backup.condition("Verified");
    String told = condition.text("message", "");
    boolean under = trial.has("step");
    if (!under && condition.text("status", "").equals("True") && trial.flag("verified", false)) {
      return new Good();
    }
    if (!under && trial.has("verifiedAt")) {
      return new Bad("could not be verified: " + told);
    }
    return now.isBefore(completedAt(backup, now).plus(TRIAL))
        ? new Open("is stored and being verified" + (told.isEmpty() ? "" : ": " + told))
        : new Bad("was not verified in time: " + told);
  }

  private static Instant completedAt(CustomResource backup, Instant fallback) {
    try {
      return backup.status().text("completedAt").map(Instant::parse).orElse(fallback);
    } catch (DateTimeException e) {
      return fallback;
    }
  }
}
