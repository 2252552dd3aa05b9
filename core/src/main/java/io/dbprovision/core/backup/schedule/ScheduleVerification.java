package io.dbprovision.core.backup.schedule;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.status.StatusDraft;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Has the newest completed backup of a schedule tried out when the clock says so, and repeats in
 * the schedule's status what came of the last trial.
 */
public final class ScheduleVerification {
  private static final String BLOCK = "verification";
  private static final String NEXT = "nextTime";
  private static final String VERIFIED_AT = "verifiedAt";
  private static final String CONDITION = "Verified";
  private static final List<String> TOLD =
      List.of("verified", VERIFIED_AT, "durationSeconds", "message");

  private final Resources resources;

  @Inject
  public ScheduleVerification(Resources resources) {
    this.resources = resources;
  }

  /**
   * @param draft gets what there is to tell
   * @return when the next trial is due
   */
  Optional<Instant> advance(SchedulePass pass, History history, StatusDraft draft) {
    Optional<Instant> next =
        pass.paused()
            ? Optional.empty()
            : pass.spec().trials().flatMap(cron -> next(cron, pass, history));
    Map<String, Object> block = new LinkedHashMap<>();
    newest(history)
        .ifPresent(
            backup -> {
              Fields result = backup.resource().status().object(BLOCK);
              block.put("backup", backup.name());
              TOLD.stream()
                  .filter(result::has)
                  .forEach(key -> block.put(key, result.values().get(key)));
              repeat(backup, draft);
            });
    next.ifPresent(time -> block.put(NEXT, time.toString()));
    draft.set(BLOCK, block.isEmpty() ? null : block);
    return next;
  }

  private Optional<Instant> next(Cron cron, SchedulePass pass, History history) {
    Instant now = pass.now();
    Optional<Instant> known =
        instant(pass.schedule().status().object(BLOCK), NEXT)
            // of this expression, not of one before
            .filter(time -> cron.next(time.minusSeconds(1)).filter(time::equals).isPresent());
    if (known.isEmpty() || known.get().isAfter(now)) {
      return known.or(() -> cron.next(now));
    }
    ask(history, known.get().toString());
    return cron.next(now);
  }

  /** The time is the token: after a crash the same is asked for again. */
  private void ask(History history, String token) {
    history.newestFirst().stream()
        .filter(ScheduledBackup::completed)
        .findFirst()
        .map(ScheduledBackup::resource)
        .filter(backup -> !token.equals(backup.metadata().annotations().get(Keys.VERIFY)))
        .ifPresent(backup -> resources.annotate(backup, Keys.VERIFY, token));
  }

  private static Optional<ScheduledBackup> newest(History history) {
    return history.newestFirst().stream()
        .filter(backup -> verifiedAt(backup.resource()).isPresent())
        .max(Comparator.comparing(backup -> verifiedAt(backup.resource()).orElse(Instant.MIN)));
  }

  private static void repeat(ScheduledBackup backup, StatusDraft draft) {
    Fields condition = backup.resource().condition(CONDITION);
    if (!condition.isEmpty()) {
      draft.condition(
          CONDITION,
          condition.text("status", "").equals("True"),
          condition.text("reason", CONDITION),
          backup.name() + ": " + condition.text("message", ""));
    }
  }

  private static Optional<Instant> verifiedAt(CustomResource backup) {
    return instant(backup.status().object(BLOCK), VERIFIED_AT);
  }

  private static Optional<Instant> instant(Fields block, String key) {
    try {
      return block.text(key).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
