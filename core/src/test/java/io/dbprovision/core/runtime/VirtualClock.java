package io.dbprovision.core.runtime;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Time that moves only when a test says so, and tells those who wait for it. */
final class VirtualClock implements InstantSource {
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  void advance(Duration step) {
    now = now.plus(step);
    listeners.forEach(Runnable::run);
  }

  void onMove(Runnable listener) {
    listeners.add(listener);
  }
}
