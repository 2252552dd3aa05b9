package io.dbprovision.core.backup.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TimetableTest {
  private static final Instant MADE = Instant.parse("2026-03-04T10:00:00Z");
  private static final Cron NIGHTLY = Cron.parse("f", "0 3 * * *", ZoneOffset.UTC);
  private static final Cron EVERY_MINUTE = Cron.parse("f", "* * * * *", ZoneOffset.UTC);

  @Test
  void nothingIsDueBeforeTheFirstSlotAfterTheScheduleWasMade() {
    Timetable.Look look = table(NIGHTLY, 0, null).look(MADE, MADE.plus(Duration.ofHours(16)));
    assertThat(look.due()).isEmpty();
    assertThat(look.next().map(Slot::start)).contains(Instant.parse("2026-03-05T03:00:00Z"));
  }

  @Test
  void aSlotIsDueFromItsVerySecond() {
    Instant three = Instant.parse("2026-03-05T03:00:00Z");
    Timetable table = table(NIGHTLY, 0, null);
    assertThat(table.look(MADE, three.minusNanos(1)).due()).isEmpty();
    assertThat(table.look(MADE, three).due().map(Slot::time)).contains(three);
    assertThat(table.look(three, three.plusSeconds(5)).due()).as("it is settled").isEmpty();
  }

  @Test
  void ofAWeekThatPassedUnseenOneRunIsMadeUpFor() {
    Timetable.Look look = table(NIGHTLY, 0, null).look(MADE, MADE.plus(Duration.ofDays(7)));
    assertThat(look.due().map(Slot::time)).contains(Instant.parse("2026-03-11T03:00:00Z"));
    assertThat(look.next().map(Slot::time)).contains(Instant.parse("2026-03-12T03:00:00Z"));
  }

  @Test
  void whatIsLaterThanItMayStartIsMissedAndSettled() {
    Timetable table = table(NIGHTLY, 0, Duration.ofMinutes(10));
    Instant three = Instant.parse("2026-03-05T03:00:00Z");
    assertThat(table.look(MADE, three.plusSeconds(600)).due()).isPresent();
    Timetable.Look late = table.look(MADE, three.plusSeconds(601));
    assertThat(late.due()).isEmpty();
    assertThat(late.missed().map(Slot::time)).contains(three);
  }

  @Test
  void theDelayIsTheSameEachTimeDiffersBySlotAndScheduleAndStaysInItsBounds() {
    Timetable table = table(NIGHTLY, 600, null);
    Timetable other = new Timetable(NIGHTLY, "another uid", Duration.ofMinutes(10), null);
    Set<Long> delays = new HashSet<>();
    int same = 0;
    for (int day = 0; day < 100; day++) {
      Instant after = MADE.plus(Duration.ofDays(day));
      Slot slot = table.look(after, after).next().orElseThrow();
      assertThat(table.look(after, after).next()).contains(slot);
      long delay = Duration.between(slot.time(), slot.start()).toSeconds();
      assertThat(delay).isBetween(0L, 600L);
      delays.add(delay);
      same += other.look(after, after).next().orElseThrow().equals(slot) ? 1 : 0;
    }
    assertThat(delays).hasSizeGreaterThan(70);
    assertThat(same).isLessThan(5);
  }

  @Test
  void aDelayNeverReachesTheNextSlot() {
    Timetable table = table(EVERY_MINUTE, 86_400, null);
    Instant at = MADE;
    for (int minute = 0; minute < 500; minute++) {
      Slot slot = table.look(at, at).next().orElseThrow();
      assertThat(slot.start()).isBefore(slot.time().plusSeconds(60));
      at = slot.time();
    }
  }

  @Test
  void atAnyMomentTheLastSlotThatStartedIsDueAndTheOneAfterItIsNext() {
    long seed = Long.getLong("dbops.seed", 7L);
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      int jitter = random.nextInt(7_200);
      Cron cron =
          random.nextBoolean() ? EVERY_MINUTE : Cron.parse("f", "7,40 */2 * * *", ZoneOffset.UTC);
      Timetable table = table(cron, jitter, null);
      Instant since = MADE.plusSeconds(random.nextInt(100_000));
      Instant now = since.plusSeconds(random.nextInt(20_000));
      Optional<Slot> due = Optional.empty();
      Slot slot = table.look(since, since).next().orElseThrow();
      while (!slot.start().isAfter(now)) {
        due = Optional.of(slot);
        slot = table.look(slot.time(), slot.time()).next().orElseThrow();
      }
      assertThat(table.look(since, now))
          .as("seed %d, round %d", seed, round)
          .isEqualTo(new Timetable.Look(due, Optional.empty(), Optional.of(slot)));
    }
  }

  private static Timetable table(
      Cron cron, int jitterSeconds, @org.jspecify.annotations.Nullable Duration deadline) {
    return new Timetable(cron, "uid", Duration.ofSeconds(jitterSeconds), deadline);
  }
}
