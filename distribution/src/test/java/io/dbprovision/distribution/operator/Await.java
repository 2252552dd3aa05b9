package io.dbprovision.distribution.operator;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits by asking again and again; the only place of these tests where time passes. */
final class Await {
  private static final Duration PAUSE = Duration.ofMillis(100);

  private static final Duration LONG_PAUSE = Duration.ofSeconds(1);

  private Await() {}

  /**
   * @param evidence what the failure shows; asked for only then
   */
  static void until(
      String what, Duration atMost, BooleanSupplier condition, Supplier<String> evidence) {
    until(what, atMost, PAUSE, condition, evidence);
  }

  /** For what costs a good deal to ask: on two busy cores that would be half of the work. */
  static void seldom(
      String what, Duration atMost, BooleanSupplier condition, Supplier<String> evidence) {
    until(what, atMost, LONG_PAUSE, condition, evidence);
  }

  private static void until(
      String what,
      Duration atMost,
      Duration pause,
      BooleanSupplier condition,
      Supplier<String> evidence) {
    long end = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError(
            what + ": not within " + atMost.toSeconds() + " s\n" + evidence.get());
      }
      LockSupport.parkNanos(pause.toNanos());
    }
  }

  /** Fails as soon as the condition does not hold, and returns when it held all that time. */
  static void always(
      String what, Duration time, BooleanSupplier condition, Supplier<String> evidence) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - end < 0) {
      if (!condition.getAsBoolean()) {
        throw new AssertionError(what + ": not so any more\n" + evidence.get());
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
