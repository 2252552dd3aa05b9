package io.dbprovision.core.backup.schedule;

import io.dbprovision.core.api.Fields;
import io.dbprovision.core.config.GoDuration;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which backups are kept. Each rule keeps the newest backup of each of the last so many hours, days
 * and so on that have one; where there are fewer of them than it asks for, it keeps the oldest
 * backup, too. A backup is kept when any rule keeps it, when it is younger than {@code minAge}, and
 * when it is the last good one. Only good backups count. Without any rule all are kept.
 *
 * @param counts rules that keep something; immutable
 */
record Retention(Map<Rule, Integer> counts, Duration minAge) {
  private static final String FIELD = "spec.retention";
  private static final String MIN_AGE = "minAge";

  /** The order is that of the API. */
  enum Rule {
    KEEP_LAST("keepLast"),
    KEEP_HOURLY("keepHourly"),
    KEEP_DAILY("keepDaily"),
    KEEP_WEEKLY("keepWeekly"),
    KEEP_MONTHLY("keepMonthly"),
    KEEP_YEARLY("keepYearly");

    private final String field;

    Rule(String field) {
      this.field = field;
    }

    String field() {
      return field;
    }

    /** Equal for two times that this rule does not tell apart. */
    private List<Integer> bucket(ZonedDateTime time, int place) {
      return switch (this) {
        case KEEP_LAST -> List.of(place);
        case KEEP_HOURLY -> List.of(time.getYear(), time.getDayOfYear(), time.getHour());
        case KEEP_DAILY -> List.of(time.getYear(), time.getDayOfYear());
        case KEEP_WEEKLY ->
            List.of(
                time.get(IsoFields.WEEK_BASED_YEAR), time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
        case KEEP_MONTHLY -> List.of(time.getYear(), time.getMonthValue());
        case KEEP_YEARLY -> List.of(time.getYear());
      };
    }
  }

  /**
   * @param kept names of completed backups, each with what keeps it, as the fields are called
   * @param removed names of completed backups that nothing keeps, the oldest first
   */
  record Verdict(Map<String, Set<String>> kept, List<String> removed) {
    Verdict {
      kept = Map.copyOf(kept);
      removed = List.copyOf(removed);
    }
  }

  Retention {
    counts = Map.copyOf(counts);
  }

  /**
   * @throws EngineException INVALID, naming the field
   */
  static Retention of(Fields block) {
    Map<Rule, Integer> counts = new EnumMap<>(Rule.class);
    for (Rule rule : Rule.values()) {
      long count = block.number(rule.field(), 0);
      if (count > 0) {
        counts.put(rule, Math.toIntExact(Math.min(count, Integer.MAX_VALUE)));
      }
    }
    return new Retention(counts, block.text(MIN_AGE).map(Retention::age).orElse(Duration.ZERO));
  }

  boolean keepsAll() {
    return counts.isEmpty();
  }

  /**
   * @param zone whose hours, days and weeks are counted
   */
  Verdict judge(List<Copy> copies, ZoneId zone, Instant now) {
    List<Copy> newestFirst = copies.stream().sorted(NEWEST_FIRST).toList();
    List<Copy> good = newestFirst.stream().filter(copy -> copy.state() == Copy.State.GOOD).toList();
    Map<String, Set<String>> kept = new HashMap<>();
    counts.forEach((rule, count) -> keep(rule, count, good, zone, kept));
    if (!good.isEmpty()) {
      reason(kept, good.getFirst(), "the last good backup");
    }
    // whether it is of any use is for people to say, as long as there are good ones of its time
    Instant oldest =
        good.stream().filter(copy -> kept.containsKey(copy.name())).toList().stream()
            .map(Copy::time)
            .min(Comparator.naturalOrder())
            .orElse(Instant.MIN);
    List<String> removed = new ArrayList<>();
    for (Copy copy : newestFirst.reversed()) {
      if (copy.state() == Copy.State.RUNNING || copy.state() == Copy.State.FAILED) {
        continue;
      }
      if (counts.isEmpty()) {
        reason(kept, copy, "no rule");
      }
      if (copy.time().plus(minAge).isAfter(now)) {
        reason(kept, copy, MIN_AGE);
      }
      if (copy.state() == Copy.State.DOUBTFUL && !copy.time().isBefore(oldest)) {
        reason(kept, copy, "unverified");
      }
      if (!kept.containsKey(copy.name())) {
        removed.add(copy.name());
      }
    }
    return new Verdict(kept, removed);
  }

  /** Names decide where times do not, so that the same backups go however they are listed. */
  private static final Comparator<Copy> NEWEST_FIRST =
      Comparator.comparing(Copy::time).thenComparing(Copy::name).reversed();

  private static void keep(
      Rule rule, int count, List<Copy> newestFirst, ZoneId zone, Map<String, Set<String>> kept) {
    int left = count;
    List<Integer> last = List.of();
    for (int place = 0; place < newestFirst.size() && left > 0; place++) {
      Copy copy = newestFirst.get(place);
      List<Integer> bucket = rule.bucket(copy.time().atZone(zone), place);
      if (!bucket.equals(last) || place == newestFirst.size() - 1) {
        reason(kept, copy, rule.field());
        last = bucket;
        left--;
      }
    }
  }

  private static void reason(Map<String, Set<String>> kept, Copy copy, String reason) {
    kept.computeIfAbsent(copy.name(), _ -> new TreeSet<>()).add(reason);
  }

  private static Duration age(String text) {
    try {
      Duration age = GoDuration.parse(text);
      if (!age.isNegative()) {
        return age;
      }
    } catch (IllegalArgumentException e) {
      throw EngineException.at(
              ErrorKind.INVALID, FIELD + "." + MIN_AGE, String.valueOf(e.getMessage()))
          .causedBy(e);
    }
    throw EngineException.at(
        ErrorKind.INVALID,
        FIELD + "." + MIN_AGE,
        "must not be negative; write for example 24h, got " + text);
  }
}
