package io.dbprovision.distribution.fault;

import io.dbprovision.distribution.fault.RoundResult.Flaw;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** All rounds of a run. Thread-safe. */
public final class Tally {
  private static final String ROW =
      "| %-34s | %8s | %7s | %8s | %9s | %6s | %5s | %5s | %5s | %6s |%n";

  private final List<RoundResult> results = new ArrayList<>();

  public synchronized void add(RoundResult result) {
    results.add(result);
  }

  /** Rounds whose fault happened. */
  public synchronized int struck() {
    return Math.toIntExact(results.stream().filter(result -> result.struck() > 0).count());
  }

  public synchronized int rounds() {
    return results.size();
  }

  /** What went wrong, each with what it takes to see it again. */
  public synchronized List<String> wrong() {
    return results.stream()
        .flatMap(
            result ->
                result.wrong().stream()
                    .map(
                        wrong ->
                            "%s, %s: %s: %s"
                                .formatted(
                                    result.plan(),
                                    result.struck() > 0 ? "struck" : "not struck",
                                    wrong.flaw(),
                                    wrong.sentence())))
        .toList();
  }

  /** Kinds that were tried at least so often and never happened. */
  public synchronized List<FaultKind> inert(int tries) {
    List<FaultKind> inert = new ArrayList<>();
    for (FaultKind kind : FaultKind.values()) {
      List<RoundResult> of = of(kind);
      if (kind != FaultKind.NONE
          && of.size() >= tries
          && of.stream().noneMatch(result -> result.struck() > 0)) {
        inert.add(kind);
      }
    }
    return inert;
  }

  /** In Markdown. */
  public synchronized String table() {
    StringBuilder text = new StringBuilder();
    text.append(
        ROW.formatted(
            "Fault",
            "injected",
            "program",
            "happened",
            "Completed",
            "Failed",
            "false",
            "left",
            "other",
            "s each"));
    text.append("|---|---|---|---|---|---|---|---|---|---|\n");
    for (FaultKind kind : FaultKind.values()) {
      List<RoundResult> of = of(kind);
      if (!of.isEmpty()) {
        text.append(row(kind.words(), of));
      }
    }
    return text.append(row("all", results)).toString();
  }

  private static String row(String words, List<RoundResult> of) {
    return ROW.formatted(
        words,
        of.size(),
        count(of, RoundResult::byProgram),
        count(of, result -> result.struck() > 0),
        count(of, RoundResult::completed),
        count(of, result -> !result.completed()),
        count(of, result -> result.has(Flaw.FALSE_COMPLETED)),
        count(of, result -> result.has(Flaw.LEFT_OVER)),
        count(of, result -> result.has(Flaw.WRONG_FAILURE)),
        "%.1f"
            .formatted(
                of.stream().mapToLong(result -> result.took().toMillis()).average().orElse(0)
                    / 1000));
  }

  /** Where faults happened, and how often. */
  public synchronized String places() {
    Map<String, Integer> counts = new TreeMap<>();
    results.forEach(
        result -> result.where().forEach(place -> counts.merge(place, 1, Integer::sum)));
    return counts.toString();
  }

  /** What failures said, by kind, names and numbers left out. */
  public synchronized String messages() {
    Map<FaultKind, TreeSet<String>> said = new TreeMap<>();
    for (RoundResult result : results) {
      if (!result.completed()) {
        said.computeIfAbsent(result.plan().kind(), kind -> new TreeSet<>())
            .add(
                result
                    .message()
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("_dbops\\w+|'[^']*'|/\\S+|\\d+", "…"));
      }
    }
    StringBuilder text = new StringBuilder();
    said.forEach((kind, all) -> all.forEach(one -> text.append(kind + ": " + one + "\n")));
    return text.toString();
  }

  private List<RoundResult> of(FaultKind kind) {
    return results.stream().filter(result -> result.plan().kind() == kind).toList();
  }

  private static long count(List<RoundResult> of, Predicate<RoundResult> which) {
    return of.stream().filter(which).count();
  }
}
