package io.dbprovision.core.backup.kind;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.secret.LabelValues;
import io.dbprovision.core.status.Phase;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;

/** Whether a backup is the newest good one of a schedule: without it there would be none. */
final class LastOfSchedule {
  /** Names decide where times do not. */
  private static final Comparator<CustomResource> OLDEST_FIRST =
      Comparator.comparing(LastOfSchedule::time).thenComparing(CustomResource::name);

  private LastOfSchedule() {}

  static boolean is(CustomResource backup, Resources resources) {
    String label = label(backup);
    return !label.isEmpty()
        && good(backup)
        && resources.list(CustomKind.BACKUP_SCHEDULE).stream()
            .filter(schedule -> !schedule.deleting())
            .filter(schedule -> schedule.namespace().equals(backup.namespace()))
            .anyMatch(schedule -> LabelValues.of(schedule.name()).equals(label))
        && resources.list(CustomKind.BACKUP).stream()
            .filter(other -> other.namespace().equals(backup.namespace()))
            .filter(other -> label(other).equals(label))
            .filter(LastOfSchedule::good)
            .noneMatch(other -> OLDEST_FIRST.compare(other, backup) > 0);
  }

  private static String label(CustomResource backup) {
    return backup.metadata().labels().getOrDefault(Keys.SCHEDULE_LABEL, "");
  }

  private static boolean good(CustomResource backup) {
    Fields verification = backup.status().object("verification");
    return !backup.deleting()
        && backup.status().text("phase", "").equals(Phase.COMPLETED.toString())
        && verification.flag("verified", true);
  }

  /** By the API server's clock where ours was ahead. */
  private static Instant time(CustomResource backup) {
    Instant made = Objects.requireNonNullElse(backup.metadata().created(), Instant.MAX);
    return Times.at(backup, "startedAt").filter(made::isAfter).orElse(made);
  }
}
