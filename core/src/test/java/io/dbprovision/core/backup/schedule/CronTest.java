package io.dbprovision.core.backup.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.spi.EngineException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final List<String> ZONES =
      List.of(
          "UTC",
          "Europe/Berlin",
          "Europe/London",
          "America/New_York",
          "America/St_Johns",
          "America/Santiago",
          "America/Sao_Paulo",
          "Australia/Lord_Howe",
          "Pacific/Apia",
          "Pacific/Chatham",
          "Asia/Kathmandu",
          "Asia/Tehran",
          "Africa/Casablanca",
          "Antarctica/Troll");

  @ParameterizedTest(name = "{0} in {1} after {2}: {3}")
  @CsvSource({
    "0 3 * * *, UTC, 2026-03-04T10:00:00Z, 2026-03-05T03:00:00Z",
    "0 10 * * *, UTC, 2026-03-04T10:00:00Z, 2026-03-05T10:00:00Z",
    "*/15 8-10 * JAN-MAR mon-FRI, UTC, 2026-03-06T10:50:00Z, 2026-03-09T08:00:00Z",
    "0 0 * * 7, UTC, 2026-03-04T10:00:00Z, 2026-03-08T00:00:00Z",
    "0 0 13 * 5, UTC, 2026-03-04T10:00:00Z, 2026-03-06T00:00:00Z",
    "0 0 29 2 *, UTC, 2026-03-04T10:00:00Z, 2028-02-29T00:00:00Z",
    "0 3 * * *, America/New_York, 2026-01-04T10:00:00Z, 2026-01-05T08:00:00Z",
    "@daily, Europe/Berlin, 2026-01-04T10:00:00Z, 2026-01-04T23:00:00Z",
    "@weekly, UTC, 2026-03-04T10:00:00Z, 2026-03-08T00:00:00Z",
    "@hourly, UTC, 2026-03-04T10:00:00Z, 2026-03-04T11:00:00Z",
    "@monthly, UTC, 2026-03-04T10:00:00Z, 2026-04-01T00:00:00Z",
    "@yearly, UTC, 2026-03-04T10:00:00Z, 2027-01-01T00:00:00Z",
    // half past two does not exist on that day, and exists twice on the other
    "30 2 * * *, Europe/Berlin, 2026-03-28T12:00:00Z, 2026-03-29T01:00:00Z",
    "30 2 * * *, Europe/Berlin, 2026-03-29T01:00:00Z, 2026-03-30T00:30:00Z",
    "30 2 * * *, Europe/Berlin, 2026-10-24T12:00:00Z, 2026-10-25T00:30:00Z",
    "30 2 * * *, Europe/Berlin, 2026-10-25T00:30:00Z, 2026-10-26T01:30:00Z",
    // a whole day that did not exist
    "0 12 * * *, Pacific/Apia, 2011-12-29T23:00:00Z, 2011-12-30T10:00:00Z",
    "0 12 * * *, Pacific/Apia, 2011-12-30T10:00:00Z, 2011-12-30T22:00:00Z"
  })
  void theNextTimeIs(String expression, String zone, Instant after, Instant next) {
    assertThat(cron(expression, zone).next(after)).contains(next);
  }

  @Test
  void whatRunsEveryHourRunsInEveryHourThatPasses() {
    Cron hourly = Cron.parse("f", "30 * * * *", BERLIN);
    Instant autumn = Instant.parse("2026-10-24T22:00:00Z");
    Instant spring = Instant.parse("2026-03-28T22:00:00Z");
    assertThat(times(hourly, autumn, autumn.plus(Duration.ofHours(6)))).hasSize(6);
    assertThat(times(hourly, spring, spring.plus(Duration.ofHours(6)))).hasSize(6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "every night",
        "",
        "0 0 3 * * *",
        "61 * * * *",
        "0 24 * * *",
        "* * * *",
        "0 0 30 2 *",
        "0 0 31 4,6,9,11 *",
        "@reboot",
        "@every 1h",
        "CRON_TZ=UTC 0 3 * * *",
        "*/0 * * * *"
      })
  void whatNeverComesOrCannotBeReadIsChargedToItsFieldWithAnExample(String expression) {
    assertThatThrownBy(() -> Cron.parse("spec.schedule", expression, ZoneOffset.UTC))
        .isInstanceOf(EngineException.class)
        .hasMessageStartingWith("spec.schedule: ")
        .hasMessageContaining("\"0 3 * * *\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Berlin", "UTC+3", "+02:00", "Local", "europe/berlin", ""})
  void onlyNamesOfTheIanaDataBaseAreTimeZones(String zone) {
    assertThatThrownBy(() -> Cron.zone("spec.timezone", zone))
        .isInstanceOf(EngineException.class)
        .hasMessageStartingWith("spec.timezone: ")
        .hasMessageContaining("\"Europe/Berlin\"");
  }

  @Test
  void aroundEveryChangeOfTheClockTheTimesAreThoseOfASlowModel() {
    long seed = Long.getLong("dbops.seed", 20261122L);
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      ZoneId zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
      SlowCron model = SlowCron.random(random);
      Instant from = nearAChange(zone, random);
      Instant to = from.plus(Duration.ofHours(40));
      Cron cron = Cron.parse("f", model.text(), zone);
      assertThat(times(cron, from, to))
          .as("seed %d, round %d: \"%s\" in %s from %s", seed, round, model.text(), zone, from)
          .isEqualTo(model.times(zone, from, to));
    }
  }

  @Test
  void theLastTimeIsTheLastOfAllThatFollowOneAnother() {
    long seed = Long.getLong("dbops.seed", 20261123L);
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      ZoneId zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
      SlowCron model = SlowCron.random(random);
      Instant from = nearAChange(zone, random);
      Instant to = from.plus(Duration.ofMinutes(random.nextInt(6_000)));
      Cron cron = Cron.parse("f", model.text(), zone);
      List<Instant> all = times(cron, from, to);
      assertThat(cron.latest(from, to))
          .as("seed %d, round %d: \"%s\" in %s", seed, round, model.text(), zone)
          .isEqualTo(all.isEmpty() ? Optional.empty() : Optional.of(all.getLast()));
    }
  }

  private static Cron cron(String expression, String zone) {
    return Cron.parse("spec.schedule", expression, Cron.zone("spec.timezone", zone));
  }

  private static List<Instant> times(Cron cron, Instant after, Instant upTo) {
    List<Instant> times = new ArrayList<>();
    Optional<Instant> next = cron.next(after);
    while (next.isPresent() && !next.get().isAfter(upTo)) {
      times.add(next.get());
      next = cron.next(next.get());
    }
    return times;
  }

  private static Instant nearAChange(ZoneId zone, Random random) {
    Instant start =
        Instant.parse("2011-01-01T00:00:00Z").plus(Duration.ofDays(random.nextInt(7_000)));
    ZoneOffsetTransition change = zone.getRules().nextTransition(start);
    return (change == null || random.nextInt(5) == 0 ? start : change.getInstant())
        .minus(Duration.ofMinutes(random.nextInt(2_000)))
        .plusSeconds(random.nextInt(60))
        .truncatedTo(ChronoUnit.SECONDS);
  }

  /** Cron as one would explain it to a child with a clock, minute by minute. */
  private record SlowCron(
      String text,
      Set<Integer> minutes,
      Set<Integer> hours,
      Set<Integer> days,
      Set<Integer> months,
      Set<Integer> weekdays,
      boolean anyDay,
      boolean anyWeekday) {

    static SlowCron random(Random random) {
      Set<Integer> minutes = new TreeSet<>();
      Set<Integer> hours = new TreeSet<>();
      Set<Integer> days = new TreeSet<>();
      Set<Integer> months = new TreeSet<>();
      Set<Integer> weekdays = new TreeSet<>();
      String minute = field(random, 0, 59, minutes, 3);
      String hour = field(random, 0, 23, hours, 3);
      String day = field(random, 1, 28, days, 6);
      String month = field(random, 1, 12, months, 9);
      String weekday = field(random, 0, 6, weekdays, 6);
      return new SlowCron(
          String.join(" ", minute, hour, day, month, weekday),
          minutes,
          hours,
          day.equals("*") ? all(1, 31) : days,
          months,
          weekdays,
          day.equals("*"),
          weekday.equals("*"));
    }

    private static String field(Random random, int from, int to, Set<Integer> values, int any) {
      if (random.nextInt(10) < any) {
        values.addAll(all(from, to));
        return "*";
      }
      int first = from + random.nextInt(to - from);
      int last = first + 1 + random.nextInt(to - first);
      int step = 1 + random.nextInt(Math.max(1, last - first));
      return switch (random.nextInt(4)) {
        case 0 -> {
          values.add(first);
          yield Integer.toString(first);
        }
        case 1 -> {
          values.add(first);
          values.add(last);
          yield first + "," + last;
        }
        case 2 -> {
          values.addAll(all(first, last));
          yield first + "-" + last;
        }
        default -> {
          for (int value = first; value <= last; value += step) {
            values.add(value);
          }
          yield first + "-" + last + "/" + step;
        }
      };
    }

    private static Set<Integer> all(int from, int to) {
      return new TreeSet<>(IntStream.rangeClosed(from, to).boxed().toList());
    }

    List<Instant> times(ZoneId zone, Instant after, Instant upTo) {
      List<Instant> times = new ArrayList<>();
      // what the clock has shown or jumped over already, from long before
      LocalDateTime shown = LocalDateTime.MIN;
      Instant first = after.truncatedTo(ChronoUnit.MINUTES);
      for (Instant now = first.minus(Duration.ofHours(30));
          !now.isAfter(upTo);
          now = now.plusSeconds(60)) {
        LocalDateTime clock = LocalDateTime.ofInstant(now, zone);
        boolean ran = hours.size() == 24 ? named(clock) : anyNamed(shown, clock);
        shown = clock.isAfter(shown) ? clock : shown;
        if (ran && now.isAfter(after)) {
          times.add(now);
        }
      }
      return times;
    }

    /** Whether one of the minutes is named that the clock shows now for the first time. */
    private boolean anyNamed(LocalDateTime shown, LocalDateTime clock) {
      if (shown.equals(LocalDateTime.MIN)) {
        return false;
      }
      for (LocalDateTime minute = shown.plusMinutes(1);
          !minute.isAfter(clock);
          minute = minute.plusMinutes(1)) {
        if (named(minute)) {
          return true;
        }
      }
      return false;
    }

    private boolean named(LocalDateTime clock) {
      return minutes.contains(clock.getMinute())
          && hours.contains(clock.getHour())
          && months.contains(clock.getMonthValue())
          && dayNamed(clock);
    }

    private boolean dayNamed(LocalDateTime clock) {
      boolean day = days.contains(clock.getDayOfMonth());
      boolean weekday = weekdays.contains(clock.getDayOfWeek().getValue() % 7);
      return (anyDay || anyWeekday) ? day && weekday : day || weekday;
    }
  }
}
