package io.dbprovision.core.backup.schedule;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Retention written down a second time, from the words of its description alone: periods are
 * gathered first, and then chosen from. Slow, and without anything of the real one.
 */
final class SlowRetention {
  private SlowRetention() {}

  static Set<String> removed(
      Map<String, Integer> counts, Duration minAge, List<Copy> copies, ZoneId zone, Instant now) {
    List<Copy> good = oldestFirst(copies, Copy.State.GOOD);
    Set<String> kept = new TreeSet<>();
    counts.forEach((rule, count) -> kept.addAll(keptBy(rule, count, good, zone)));
    if (!good.isEmpty()) {
      kept.add(good.getLast().name());
    }
    Instant oldestKept = Instant.MIN;
    for (Copy copy : good.reversed()) {
      if (kept.contains(copy.name())) {
        oldestKept = copy.time();
      }
    }
    Set<String> removed = new TreeSet<>();
    boolean anyRule = counts.values().stream().anyMatch(count -> count > 0);
    for (Copy copy : copies) {
      boolean completed =
          copy.state().equals(Copy.State.GOOD) || copy.state().equals(Copy.State.DOUBTFUL);
      boolean young = Duration.between(copy.time(), now).compareTo(minAge) < 0;
      boolean doubtfulAndRecent =
          copy.state().equals(Copy.State.DOUBTFUL) && copy.time().compareTo(oldestKept) >= 0;
      if (completed && anyRule && !young && !doubtfulAndRecent && !kept.contains(copy.name())) {
        removed.add(copy.name());
      }
    }
    return removed;
  }

  private static Set<String> keptBy(String rule, int count, List<Copy> good, ZoneId zone) {
    // the newest of each period wins because it comes last
    TreeMap<String, String> newest = new TreeMap<>();
    for (int place = 0; place < good.size(); place++) {
      newest.put(period(rule, good.get(place).time().atZone(zone), place), good.get(place).name());
    }
    Set<String> kept = new TreeSet<>();
    List<String> periods = new ArrayList<>(newest.keySet());
    for (int i = Math.max(0, periods.size() - count); i < periods.size(); i++) {
      kept.add(newest.get(periods.get(i)));
    }
    if (periods.size() < count && !good.isEmpty()) {
      kept.add(good.getFirst().name());
    }
    return kept;
  }

  /** In the order of time. */
  private static String period(String rule, ZonedDateTime time, int place) {
    String day = time.toLocalDate().toString();
    return switch (rule) {
      case "keepLast" -> Integer.toString(1_000 + place);
      case "keepHourly" -> day + "/" + (100 + time.getHour());
      case "keepDaily" -> day;
      case "keepWeekly" ->
          time.toLocalDate().with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).toString();
      case "keepMonthly" -> day.substring(0, 7);
      default -> day.substring(0, 4);
    };
  }

  private static List<Copy> oldestFirst(List<Copy> copies, Copy.State state) {
    TreeMap<String, Copy> sorted = new TreeMap<>();
    for (Copy copy : copies) {
      if (copy.state().equals(state)) {
        sorted.put(copy.time() + " " + copy.name(), copy);
      }
    }
    return List.copyOf(sorted.values());
  }
}
