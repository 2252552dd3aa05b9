package io.dbprovision.distribution.fault;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * One round: the seed of the run and its number say all of it.
 *
 * @param number from 0
 */
public record Plan(int number, FaultKind kind, long seed) {
  /** Among so many faults there is one round without any. */
  private static final int CONTROL = 25;

  private static final int OF_ALL = 1000;

  /**
   * Each kind comes once at first, then by its share.
   *
   * @param kinds that this run has
   */
  public static Plan of(long seed, int number, List<FaultKind> kinds) {
    List<FaultKind> first = new ArrayList<>(kinds);
    Collections.shuffle(first, new Random(seed));
    Random random = new Random(seed * OF_ALL * OF_ALL + number);
    if (number < first.size()) {
      return new Plan(number, first.get(number), random.nextLong());
    }
    if (number % CONTROL == 0) {
      return new Plan(number, FaultKind.NONE, random.nextLong());
    }
    int point = random.nextInt(kinds.stream().mapToInt(FaultKind::share).sum());
    for (FaultKind kind : kinds) {
      point -= kind.share();
      if (point < 0) {
        return new Plan(number, kind, random.nextLong());
      }
    }
    throw new IllegalStateException("the shares are less than their sum");
  }

  public Random random() {
    return new Random(seed);
  }
}
