package io.dbprovision.core.runtime;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** How long something took, by the clock that everything goes by. */
public record Stopwatch(InstantSource clock, Instant started) {
  public static Stopwatch start(InstantSource clock) {
    return new Stopwatch(clock, clock.instant());
  }

  /** Never negative, should somebody set the clock back. */
  public Duration elapsed() {
    Duration elapsed = Duration.between(started, clock.instant());
    return elapsed.isNegative() ? Duration.ZERO : elapsed;
  }
}
