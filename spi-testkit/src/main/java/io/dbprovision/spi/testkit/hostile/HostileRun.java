package io.dbprovision.spi.testkit.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.ErrorKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Trials of one field after the other, each batch between two looks at the whole server. */
final class HostileRun {
  private static final int BATCH = 60;

  private final HostileSite site;
  private final HostileTexts texts;
  private final List<String> complaints = new ArrayList<>();
  private int number;
  private int applied;

  HostileRun(HostileSite site, HostileTexts texts) {
    this.site = site;
    this.texts = texts;
  }

  int trials() {
    return number;
  }

  int applied() {
    return applied;
  }

  List<String> complaints() {
    return complaints;
  }

  void field(String name, HostileField field, int values) {
    int left = values;
    while (left > 0) {
      batch(name, field, Math.min(left, BATCH));
      left -= BATCH;
    }
  }

  /** Values of one batch differ: two objects of one name are another suite's matter. */
  private void batch(String name, HostileField field, int size) {
    Set<String> seen = new HashSet<>();
    List<Trial> trials = new ArrayList<>();
    for (int tries = 0; trials.size() < size && tries < 20 * size; tries++) {
      String value = texts.next();
      if (seen.add(value)) {
        trials.add(new Trial(number++, value));
      }
    }
    Set<Fact> before = site.snapshot();
    List<Attempt> attempts = field.attempt(trials);
    compare(name, attempts, before, site.snapshot());
    field.undo(attempts);
    Set<Fact> after = site.snapshot();
    assertThat(difference(before, after)).as("left behind by %s, among %s", name, trials).isEmpty();
  }

  private void compare(String name, List<Attempt> attempts, Set<Fact> before, Set<Fact> after) {
    Set<Fact> gone = minus(before, after);
    Set<Fact> added = minus(after, before);
    for (Attempt attempt : attempts) {
      attempt
          .refused()
          .filter(refusal -> refusal.kind().equals(ErrorKind.INTERNAL))
          .ifPresent(refusal -> complain(name, attempt, "no clear refusal: " + refusal));
      if (attempt.applied()) {
        applied++;
        Predicate<Fact> shown = attempt.shown();
        if (attempt.refused().isEmpty() && shown != null && added.stream().noneMatch(shown)) {
          complain(
              name,
              attempt,
              "applied, but the exact value is nowhere; new: " + added(attempt, added));
        }
      }
    }
    for (Fact fact : union(gone, added)) {
      if (attempts.stream().noneMatch(one -> one.applied() && one.meant().test(fact))) {
        complaints.add(
            name + ": " + (gone.contains(fact) ? "gone " : "new ") + fact + ", which nobody meant");
      }
    }
  }

  private static List<Fact> added(Attempt attempt, Set<Fact> added) {
    return added.stream().filter(attempt.meant()).limit(5).toList();
  }

  private void complain(String name, Attempt attempt, String what) {
    complaints.add(name + " " + attempt.trial() + ": " + what);
  }

  private static List<Fact> difference(Set<Fact> before, Set<Fact> after) {
    return List.copyOf(union(minus(before, after), minus(after, before)));
  }

  private static Set<Fact> minus(Set<Fact> all, Set<Fact> without) {
    Set<Fact> rest = new HashSet<>(all);
    rest.removeAll(without);
    return rest;
  }

  private static Set<Fact> union(Set<Fact> one, Set<Fact> other) {
    Set<Fact> all = new HashSet<>(one);
    all.addAll(other);
    return all;
  }
}
