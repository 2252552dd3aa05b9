package io.dbprovision.core.backup.schedule;

import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.secret.ShortHash;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * Names of the backups of a schedule: the same for a slot whenever they are asked for, so that a
 * backup is not made twice. In UTC, where no time comes twice.
 */
final class BackupNames {
  private static final int LONGEST = 253;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private BackupNames() {}

  /** The second one is for when somebody else's object has the first. */
  static List<String> of(ResourceKey schedule, String scheduleUid, Instant slot) {
    String time = TIME.format(slot);
    return List.of(
        name(schedule.name(), time),
        name(schedule.name(), time + "-" + ShortHash.of(scheduleUid + " " + time)));
  }

  private static String name(String schedule, String suffix) {
    int room = LONGEST - suffix.length() - 1;
    if (schedule.length() <= room) {
      return schedule + "-" + suffix;
    }
    String stem = schedule.substring(0, room - ShortHash.LENGTH - 1).replaceAll("[-.]+$", "");
    return stem + "-" + ShortHash.of(schedule) + "-" + suffix;
  }
}
