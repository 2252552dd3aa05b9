package io.dbprovision.core.runtime;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after the n-th failure in a row: doubled each time up to a cap, then shortened
 * by a random part of at most {@value #JITTER}, so that what failed together does not come back
 * together and the cap stays an upper bound. Safe for many threads.
 */
public final class Backoff {
  private static final double JITTER = 0.3;

  private final Duration initial;
  private final Duration cap;
  private final RandomGenerator random;

  /**
   * @param random used by one thread at a time
   * @throws IllegalArgumentException unless {@code 0 < initial <= cap}
   */
  public Backoff(Duration initial, Duration cap, RandomGenerator random) {
    if (!initial.isPositive() || initial.compareTo(cap) > 0) {
      throw new IllegalArgumentException("Backoff from " + initial + " to " + cap);
    }
    this.initial = initial;
    this.cap = cap;
    this.random = random;
  }

  /** The wait after this many failures in a row; zero or less counts as one. */
  public Duration after(int failures) {
    return after(failures, cap);
  }

  /** The same with a cap of the failure's own, which may be above or below the usual one. */
  public Duration after(int failures, Duration ownCap) {
    // 2^32 times any initial wait is past every cap; more would only overflow.
    int doublings = Math.clamp(failures - 1L, 0, 32);
    double full =
        Math.min((double) initial.toMillis() * (1L << doublings), (double) ownCap.toMillis());
    return Duration.ofMillis(Math.round(full * (1 - JITTER * next())));
  }

  private synchronized double next() {
    return random.nextDouble();
  }
}
