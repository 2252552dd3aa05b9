package io.dbprovision.core.backup.schedule;

import static io.dbprovision.core.status.Reasons.READY;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.status.StatusDraft;
import java.time.Instant;

/** Says in a schedule's status what a look at it found. */
final class ScheduleStatus {
  static final String ACTIVE = "Active";
  static final String PAUSED = "Paused";
  static final String NEXT = "nextBackupTime";
  private static final String SCHEDULED = "Scheduled";
  private static final String RETENTION = "RetentionEnforced";
  private static final String ERROR = "Error";

  private ScheduleStatus() {}

  static StatusDraft of(SchedulePass pass, History history) {
    StatusDraft draft = lists(pass.schedule(), history, pass.now());
    pass.answered().ifPresent(token -> draft.set(SchedulePass.LAST_RUN_NOW, token));
    pass.ran().ifPresent(slot -> draft.set("lastScheduleTime", slot.toString()));
    retention(draft, pass);
    if (pass.paused()) {
      String text = "no backup is made and none is removed until spec.paused is false";
      return draft
          .set("phase", PAUSED)
          .set(NEXT, null)
          .set(Settled.BLOCK, null)
          .message(text)
          .condition(SCHEDULED, false, PAUSED, text)
          .condition(READY, true, PAUSED, text);
    }
    String next = pass.next().map(slot -> slot.start().toString()).orElse("no time");
    draft
        .set("phase", ACTIVE)
        .set(NEXT, pass.next().map(slot -> slot.start().toString()).orElse(null))
        .set(Settled.BLOCK, pass.settled().block())
        .condition(SCHEDULED, true, ACTIVE, "the next backup starts at " + next);
    String text =
        pass.waitsFor()
            .map(
                backup ->
                    "a backup is due and starts when %s is finished, as spec.concurrencyPolicy says"
                        .formatted(backup))
            .orElse("the next backup starts at " + next);
    return draft
        .message(text)
        .condition(
            READY, true, pass.waitsFor().isPresent() ? "WaitingForCompletion" : ACTIVE, text);
  }

  /** What the schedule made so far is told whatever is wrong with it. */
  static StatusDraft failed(CustomResource schedule, History history, Instant now, String message) {
    StatusDraft draft =
        lists(schedule, history, now)
            .set("phase", ACTIVE)
            .set(NEXT, null)
            .message(message)
            .condition(SCHEDULED, false, ERROR, message)
            .condition(READY, false, ERROR, message);
    return draft;
  }

  private static StatusDraft lists(CustomResource schedule, History history, Instant now) {
    return new StatusDraft(schedule, now)
        .set("recentBackups", history.recent(schedule.spec()))
        .set("lastBackup", history.last())
        .set("statistics", history.statistics());
  }

  private static void retention(StatusDraft draft, SchedulePass pass) {
    if (pass.paused()) {
      draft.condition(RETENTION, false, PAUSED, "nothing is removed while the schedule pauses");
    } else if (pass.spec().retention().keepsAll()) {
      draft.condition(
          RETENTION,
          true,
          "KeepsAll",
          "spec.retention has no rule such as keepLast or keepDaily: every backup is kept");
    } else {
      draft.condition(
          RETENTION, true, "RetentionApplied", "what spec.retention does not keep was removed");
    }
  }
}
