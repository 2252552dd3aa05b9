package io.dbprovision.core.backup.schedule;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The times that a cron expression of five fields names in a time zone. Immutable.
 *
 * <p>Where clocks are set forward or back, a time of day that does not exist counts at the moment
 * the clock jumped over it, and one that exists twice counts once, the first time. An expression
 * for every hour of the day names no time of day: it goes by the hours that really pass, so that
 * neither two backups fall together nor an hour has none.
 */
public final class Cron {
  private static final String EXAMPLE = "such as \"0 3 * * *\" for every night at three";

  /** What the usual cron has for five fields. */
  private static final Map<String, String> ALIASES =
      Map.of(
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *",
          "@monthly", "0 0 1 * *",
          "@weekly", "0 0 * * 0",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@hourly", "0 * * * *");

  private static final Duration LEAST_WINDOW = Duration.ofHours(1);

  /** A leap year may be eight years away. */
  private static final Instant BEFORE_LEAP_YEAR = Instant.parse("2027-12-31T00:00:00Z");

  private final ExecutionTime times;
  private final boolean everyHour;
  private final ZoneRules zone;

  private Cron(ExecutionTime times, boolean everyHour, ZoneRules zone) {
    this.times = times;
    this.everyHour = everyHour;
    this.zone = zone;
  }

  /**
   * @throws EngineException INVALID, naming the field, with an example that is right
   */
  public static Cron parse(String field, String text, ZoneId zone) {
    String expression = ALIASES.getOrDefault(text.strip().toLowerCase(Locale.ROOT), text.strip());
    Cron cron;
    try {
      CronParser parser =
          new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
      cron =
          new Cron(
              ExecutionTime.forCron(parser.parse(expression).validate()),
              everyHour(expression),
              zone.getRules());
    } catch (IllegalArgumentException e) {
      throw invalid(
              field,
              "\"%s\" is no cron expression of five fields (minute, hour, day of the month, month, day of the week), %s (%s)"
                  .formatted(text, EXAMPLE, e.getMessage()))
          .causedBy(e);
    }
    if (cron.next(BEFORE_LEAP_YEAR).isEmpty()) {
      throw invalid(field, "\"%s\" never comes; write one that does, %s".formatted(text, EXAMPLE));
    }
    return cron;
  }

  /**
   * @throws EngineException INVALID, naming the field, with an example that is right
   */
  public static ZoneId zone(String field, String name) {
    if (ZoneId.getAvailableZoneIds().contains(name)) {
      return ZoneId.of(name);
    }
    throw invalid(
        field,
        "\"%s\" is no time zone of the IANA data base; write one such as \"UTC\", \"Europe/Berlin\" or \"America/New_York\""
            .formatted(name));
  }

  /** The first time after that moment; empty when there is none any more. */
  public Optional<Instant> next(Instant after) {
    return Optional.ofNullable(everyHour ? passing(after) : named(after));
  }

  /** The last time after {@code after} that is not after {@code upTo}. */
  public Optional<Instant> latest(Instant after, Instant upTo) {
    for (Duration window = LEAST_WINDOW; ; window = window.multipliedBy(4)) {
      Instant from = upTo.minus(window);
      boolean all = !from.isAfter(after);
      Optional<Instant> last = Optional.empty();
      Optional<Instant> time = next(all ? after : from);
      while (time.isPresent() && !time.get().isAfter(upTo)) {
        last = time;
        time = next(time.get());
      }
      if (all || last.isPresent()) {
        return last;
      }
    }
  }

  /** By the hours that pass: between two changes of the clock each is like the other. */
  private @Nullable Instant passing(Instant after) {
    Instant from = after;
    while (true) {
      ZoneOffset offset = zone.getOffset(from);
      LocalDateTime local = local(LocalDateTime.ofInstant(from, offset));
      ZoneOffsetTransition change = zone.nextTransition(from);
      if (local == null) {
        return null;
      }
      Instant time = local.toInstant(offset);
      if (change == null || time.isBefore(change.getInstant())) {
        return time;
      }
      // the very moment of the change is already told by the new clock
      LocalDateTime atChange = change.getDateTimeAfter();
      LocalDateTime first = local(atChange.minusNanos(1));
      if (atChange.equals(first)) {
        return change.getInstant();
      }
      from = change.getInstant();
    }
  }

  /** By what a clock on the wall shows. */
  private @Nullable Instant named(Instant after) {
    LocalDateTime local = LocalDateTime.ofInstant(after, zone.getOffset(after));
    while (true) {
      local = local(local);
      if (local == null) {
        return null;
      }
      Instant time = instant(local);
      if (time.isAfter(after)) {
        return time;
      }
    }
  }

  private Instant instant(LocalDateTime local) {
    ZoneOffsetTransition change = zone.getTransition(local);
    return change != null && change.isGap()
        ? change.getInstant()
        // of two offsets the one that was in force first
        : local.toInstant(zone.getValidOffsets(local).getFirst());
  }

  private @Nullable LocalDateTime local(LocalDateTime after) {
    return times
        .nextExecution(after.atZone(ZoneOffset.UTC))
        .map(ZonedDateTime::toLocalDateTime)
        .orElse(null);
  }

  private static boolean everyHour(String expression) {
    String[] fields = expression.split("\\s+", -1);
    return fields.length > 1
        && (fields[1].equals("*") || fields[1].equals("*/1") || fields[1].equals("0-23"));
  }

  private static EngineException invalid(String field, String message) {
    return EngineException.at(ErrorKind.INVALID, field, message);
  }
}
