package io.dbprovision.core.operator;

import io.dbprovision.core.runtime.Service;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Has the whole heap collected when work has filled it and there is none any more, so that what it
 * took is given back. By itself the collector, which is one that takes little, looks through all of
 * the heap only when it is full: an operator that is idle would hold for days what a busy minute
 * left.
 */
final class SpareMemory implements Service {
  private static final Duration LOOK = Duration.ofSeconds(15);

  /** More than the young generation ever holds: the rest of it is old, and may be garbage. */
  static final long WORTH_BYTES = 12L << 20;

  /** Whoever works fills more between two looks. */
  static final long QUIET_BYTES = 4L << 20;

  private final LongSupplier usedBytes;
  private final Runnable collection;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("spare-memory").factory());
  private long before;
  private long kept;

  /** Of this JVM. */
  SpareMemory() {
    this(() -> Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory(), System::gc);
  }

  SpareMemory(LongSupplier usedBytes, Runnable collection) {
    this.usedBytes = usedBytes;
    this.collection = collection;
  }

  @Override
  public void start() {
    var _ =
        timer.scheduleWithFixedDelay(
            this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop(Duration grace) {
    timer.shutdownNow();
  }

  /** Compares with the look before it, and with what the last collection left. */
  void look() {
    long used = usedBytes.getAsLong();
    boolean quiet = Math.abs(used - before) < QUIET_BYTES;
    before = used;
    if (quiet && used - kept > WORTH_BYTES) {
      collection.run();
      kept = usedBytes.getAsLong();
      before = kept;
    }
  }
}
