package io.dbprovision.core.backup.schedule;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A schedule's manifest, understood. Immutable.
 *
 * @param verification when the newest backup is tried out; null for not by the clock
 */
record ScheduleSpec(
    Timetable timetable,
    ZoneId zone,
    Concurrency concurrency,
    Retention retention,
    int failedLimit,
    @Nullable Cron verification) {
  static final String SCHEDULE = "schedule";
  static final String TIMEZONE = "timezone";
  private static final String DEADLINE = "startingDeadlineSeconds";
  private static final String JITTER = "jitterSeconds";

  /** What happens when a backup is due and another one is not finished. */
  enum Concurrency {
    ALLOW,
    FORBID,
    REPLACE
  }

  /**
   * @throws EngineException INVALID, naming the field
   */
  static ScheduleSpec of(CustomResource schedule) {
    Fields spec = schedule.spec();
    ZoneId zone = Cron.zone("spec." + TIMEZONE, spec.text(TIMEZONE, "UTC"));
    Cron cron = Cron.parse("spec." + SCHEDULE, spec.text(SCHEDULE, ""), zone);
    return new ScheduleSpec(
        new Timetable(
            cron,
            schedule.metadata().uid(),
            Duration.ofSeconds(seconds(spec, JITTER)),
            spec.has(DEADLINE) ? deadline(spec) : null),
        zone,
        concurrency(spec),
        Retention.of(spec.object("retention")),
        History.failedLimit(spec),
        verification(spec.object("verification"), zone));
  }

  /** When the newest backup is tried out; empty when each one is after it was made, or none. */
  Optional<Cron> trials() {
    return Optional.ofNullable(verification);
  }

  private static @Nullable Cron verification(Fields block, ZoneId zone) {
    return block.flag("enabled", false) && block.has(SCHEDULE)
        ? Cron.parse("spec.verification." + SCHEDULE, block.text(SCHEDULE, ""), zone)
        : null;
  }

  private static Concurrency concurrency(Fields spec) {
    return switch (spec.text("concurrencyPolicy", "Forbid")) {
      case "Allow" -> Concurrency.ALLOW;
      case "Replace" -> Concurrency.REPLACE;
      default -> Concurrency.FORBID;
    };
  }

  private static @Nullable Duration deadline(Fields spec) {
    return Duration.ofSeconds(seconds(spec, DEADLINE));
  }

  private static long seconds(Fields spec, String field) {
    long seconds = spec.number(field, 0);
    if (seconds < 0) {
      throw EngineException.at(
          ErrorKind.INVALID,
          "spec." + field,
          "must not be negative; write for example 300, got " + seconds);
    }
    return seconds;
  }
}
