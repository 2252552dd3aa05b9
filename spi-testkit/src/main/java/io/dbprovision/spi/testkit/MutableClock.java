package io.dbprovision.spi.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it. Thread-safe. */
public final class MutableClock implements InstantSource {
  private final AtomicReference<Instant> now;

  public MutableClock(Instant start) {
    this.now = new AtomicReference<>(start);
  }

  /** Starts at an arbitrary but fixed instant. */
  public MutableClock() {
    this(Instant.parse("2026-01-01T00:00:00Z"));
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  /** Moves on, and gives the new time. A negative duration is a clock set back. */
  public Instant advance(Duration by) {
    return now.updateAndGet(at -> at.plus(by));
  }

  public void set(Instant instant) {
    now.set(instant);
  }
}
