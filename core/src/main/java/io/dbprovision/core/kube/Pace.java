package io.dbprovision.core.kube;

import java.time.Duration;
import java.time.Instant;

/** A token bucket: so many at once, then so many a second. Not for several threads. */
final class Pace {
  private final Duration each;
  private final Duration whole;
  private Instant full = Instant.MIN;

  /**
   * @param burst how many may come at once after a rest
   * @param perSecond how many follow each second
   */
  Pace(int burst, int perSecond) {
    each = Duration.ofSeconds(1).dividedBy(perSecond);
    whole = each.multipliedBy(burst);
  }

  /** Takes a token; its holder waits for the answer, zero or longer, before it acts. */
  Duration take(Instant now) {
    Instant refilled = full.isBefore(now) ? now : full;
    full = refilled.plus(each);
    Duration wait = Duration.between(now.plus(whole), full);
    return wait.isNegative() ? Duration.ZERO : wait;
  }
}
