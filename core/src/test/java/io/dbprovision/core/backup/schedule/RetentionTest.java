package io.dbprovision.core.backup.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Metadata;
import io.dbprovision.spi.EngineException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionTest {
  private static final Instant NOW = Instant.parse("2026-03-31T12:00:00Z");
  private static final List<ZoneId> ZONES =
      List.of(
          ZoneOffset.UTC,
          ZoneId.of("Europe/Berlin"),
          ZoneId.of("America/New_York"),
          ZoneId.of("Asia/Kathmandu"),
          ZoneId.of("Pacific/Apia"),
          ZoneId.of("Australia/Lord_Howe"));

  @Test
  void withoutARuleAllAreKept() {
    assertThat(judge(Map.of(), daily(30)).removed()).isEmpty();
    assertThat(judge(Map.of("keepLast", 0), daily(30)).removed()).isEmpty();
    assertThat(judge(Map.of("minAge", "24h"), daily(30)).removed()).isEmpty();
  }

  @Test
  void aBackupOfAClockThatWasAheadIsAsOldAsItsObject() {
    ScheduledBackup odd =
        new ScheduledBackup(
            new CustomResource(
                CustomKind.BACKUP,
                new Metadata(
                    "n", "odd", "u", "1", 1, NOW, null, Map.of(), Map.of(), List.of(), List.of()),
                Fields.empty(),
                Fields.of(Map.of("phase", "Completed", "startedAt", "2031-01-01T00:00:00Z"))));
    Copy newer = good("newer", NOW.plusSeconds(60).toString());
    assertThat(judge(Map.of("keepLast", 1), List.of(odd.copy(), newer)).removed())
        .containsExactly("odd");
  }

  @Test
  void eachRuleKeepsTheNewestOfEachOfItsPeriodsAndReasonsAddUp() {
    Retention.Verdict verdict = judge(Map.of("keepLast", 2, "keepDaily", 4), daily(10));
    assertThat(verdict.kept().keySet())
        .containsExactlyInAnyOrder("day-0", "day-1", "day-2", "day-3");
    assertThat(verdict.kept().get("day-0"))
        .contains("keepLast", "keepDaily", "the last good backup");
    assertThat(verdict.kept().get("day-3")).containsExactly("keepDaily");
    assertThat(verdict.removed())
        .as("the oldest first")
        .containsExactly("day-9", "day-8", "day-7", "day-6", "day-5", "day-4");
  }

  @Test
  void periodsWithoutABackupDoNotCount() {
    List<Copy> copies =
        List.of(
            good("a", "2026-03-30T03:00:00Z"),
            good("b", "2026-01-02T03:00:00Z"),
            good("c", "2025-06-02T03:00:00Z"),
            good("d", "2025-06-01T03:00:00Z"));
    assertThat(judge(Map.of("keepDaily", 3), copies).removed()).containsExactly("d");
  }

  @Test
  void whileThereAreFewerPeriodsThanARuleAsksForTheOldestStaysToo() {
    List<Copy> copies =
        List.of(
            good("evening", "2026-03-30T20:00:00Z"),
            good("noon", "2026-03-30T12:00:00Z"),
            good("morning", "2026-03-30T06:00:00Z"));
    assertThat(judge(Map.of("keepDaily", 7), copies).removed()).containsExactly("noon");
  }

  @Test
  void weeksAreThoseOfIso() {
    // a Thursday of the last week of 2020, a Sunday of the same week in 2021
    List<Copy> copies =
        List.of(
            good("sunday", "2021-01-03T03:00:00Z"),
            good("friday", "2021-01-01T03:00:00Z"),
            good("thursday", "2020-12-31T03:00:00Z"),
            good("week before", "2020-12-27T03:00:00Z"));
    assertThat(judge(Map.of("keepWeekly", 2), copies).kept().keySet())
        .containsExactlyInAnyOrder("sunday", "week before");
  }

  @Test
  void failuresNeverDisplaceWhatIsGoodAndAreNotForRetentionToRemove() {
    List<Copy> copies = new ArrayList<>(daily(3));
    for (int i = 0; i < 50; i++) {
      copies.add(new Copy("failed-" + i, NOW.minusSeconds(i), Copy.State.FAILED));
    }
    Retention.Verdict verdict = judge(Map.of("keepLast", 3), copies);
    assertThat(verdict.removed()).isEmpty();
    assertThat(verdict.kept()).hasSize(3);
  }

  @Test
  void theLastBackupThatIsGoodStaysWhateverNewerOnesThereAre() {
    List<Copy> copies =
        List.of(
            new Copy("newest", NOW.minusSeconds(1), Copy.State.DOUBTFUL),
            new Copy("newer", NOW.minusSeconds(2), Copy.State.DOUBTFUL),
            new Copy("good", NOW.minusSeconds(3), Copy.State.GOOD),
            new Copy("older", NOW.minusSeconds(4), Copy.State.DOUBTFUL),
            new Copy("oldest", NOW.minusSeconds(5), Copy.State.GOOD));
    Retention.Verdict verdict = judge(Map.of("keepLast", 1), copies);
    assertThat(verdict.kept()).containsKeys("newest", "newer", "good");
    assertThat(verdict.removed()).containsExactly("oldest", "older");
  }

  @Test
  void whatIsYoungerThanItMustBeStays() {
    assertThat(judge(Map.of("keepLast", 1, "minAge", "72h"), daily(10)).kept())
        .containsOnlyKeys("day-0", "day-1", "day-2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "-1h", "3d"})
  void anAgeThatCannotBeReadIsChargedToItsField(String age) {
    assertThatThrownBy(() -> Retention.of(Fields.of(Map.of("minAge", age))))
        .isInstanceOf(EngineException.class)
        .hasMessageStartingWith("spec.retention.minAge: ");
  }

  @Test
  void inAHundredThousandHistoriesItKeepsWhatASlowModelKeeps() {
    long seed = Long.getLong("dbops.seed", 20261122L);
    Random random = new Random(seed);
    for (int round = 0; round < 100_000; round++) {
      Map<String, Integer> counts = counts(random);
      Duration minAge =
          random.nextInt(3) == 0 ? Duration.ofHours(random.nextInt(200)) : Duration.ZERO;
      ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
      List<Copy> copies = history(random);
      Map<String, Object> block = new HashMap<>(counts);
      block.put("minAge", minAge.toSeconds() + "s");
      Retention.Verdict verdict = Retention.of(Fields.of(block)).judge(copies, zone, NOW);
      assertThat(new java.util.TreeSet<>(verdict.removed()))
          .as("seed %d, round %d: %s, %s, %s, %s", seed, round, counts, minAge, zone, copies)
          .isEqualTo(SlowRetention.removed(counts, minAge, copies, zone, NOW));
      List<Copy> left =
          copies.stream().filter(copy -> !verdict.removed().contains(copy.name())).toList();
      assertThat(Retention.of(Fields.of(block)).judge(left, zone, NOW).removed())
          .as("seed %d, round %d: what is left stays", seed, round)
          .isEmpty();
    }
  }

  private static Map<String, Integer> counts(Random random) {
    Map<String, Integer> counts = new HashMap<>();
    for (String rule :
        List.of("keepLast", "keepHourly", "keepDaily", "keepWeekly", "keepMonthly", "keepYearly")) {
      if (random.nextInt(3) == 0) {
        counts.put(rule, random.nextInt(7));
      }
    }
    return counts;
  }

  private static List<Copy> history(Random random) {
    List<Copy> copies = new ArrayList<>();
    long spread = List.of(3_600L, 86_400L, 40 * 86_400L, 1_500 * 86_400L).get(random.nextInt(4));
    int size = random.nextInt(25);
    for (int i = 0; i < size; i++) {
      Instant time = NOW.minusSeconds(random.nextLong(spread) / 600 * 600);
      Copy.State state =
          random.nextInt(4) > 0
              ? Copy.State.GOOD
              : List.of(Copy.State.values()).get(random.nextInt(4));
      copies.add(new Copy("b" + i, time, state));
    }
    Collections.shuffle(copies, random);
    return copies;
  }

  private static Retention.Verdict judge(Map<String, Object> block, List<Copy> copies) {
    return Retention.of(Fields.of(block)).judge(copies, ZoneOffset.UTC, NOW);
  }

  private static List<Copy> daily(int days) {
    List<Copy> copies = new ArrayList<>();
    for (int day = 0; day < days; day++) {
      copies.add(new Copy("day-" + day, NOW.minus(Duration.ofDays(day)), Copy.State.GOOD));
    }
    return copies;
  }

  private static Copy good(String name, String time) {
    return new Copy(name, Instant.parse(time), Copy.State.GOOD);
  }
}
