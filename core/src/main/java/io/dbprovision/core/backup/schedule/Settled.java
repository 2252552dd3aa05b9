package io.dbprovision.core.backup.schedule;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;

/**
 * Up to when the slots of a schedule are settled, as its status tells. Another expression or time
 * zone counts from the moment it is seen, and so does a schedule that paused: nothing is made up
 * for that nobody had asked for at the time.
 *
 * @param expression for which it holds
 */
record Settled(String expression, String zone, Instant since) {
  static final String BLOCK = "timetable";
  private static final String SINCE = "since";

  /** How far two clocks that are right may be apart. */
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

  static Settled of(CustomResource schedule, Instant now) {
    String expression = schedule.spec().text(ScheduleSpec.SCHEDULE, "");
    String zone = schedule.spec().text(ScheduleSpec.TIMEZONE, "UTC");
    return new Settled(expression, zone, since(schedule, expression, zone, now));
  }

  Settled upTo(Instant slot) {
    return new Settled(expression, zone, slot);
  }

  Map<String, Object> block() {
    return Map.of(
        ScheduleSpec.SCHEDULE,
        expression,
        ScheduleSpec.TIMEZONE,
        zone,
        SINCE,
        since.truncatedTo(ChronoUnit.SECONDS).toString());
  }

  private static Instant since(
      CustomResource schedule, String expression, String zone, Instant now) {
    Fields known = schedule.status().object(BLOCK);
    if (known.isEmpty()) {
      boolean unseen = !schedule.status().has("phase");
      return unseen ? Objects.requireNonNullElse(schedule.metadata().created(), now) : now;
    }
    boolean same =
        known.text(ScheduleSpec.SCHEDULE, "").equals(expression)
            && known.text(ScheduleSpec.TIMEZONE, "").equals(zone);
    if (!same) {
      return now;
    }
    try {
      Instant since = Instant.parse(known.text(SINCE, ""));
      // written by a clock that was ahead: nothing would run until then
      return since.isAfter(now.plus(CLOCKS_DIFFER)) ? now : since;
    } catch (DateTimeException e) {
      return now;
    }
  }
}
