package io.dbprovision.core.runtime;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The wall clock as it was at the start, moved on by the processor's own count. Delays measured
 * with it are right even when somebody sets the machine's clock. For queues and durations, not for
 * times that users read.
 */
public final class MonotonicClock implements InstantSource {
  private final Instant started;
  private final long startedNanos;

  public MonotonicClock(InstantSource wall) {
    this.started = wall.instant();
    this.startedNanos = System.nanoTime();
  }

  @Override
  public Instant instant() {
    return started.plusNanos(System.nanoTime() - startedNanos);
  }
}
