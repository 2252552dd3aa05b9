package io.dbprovision.core.runtime;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** A {@link WorkQueue} that many threads share and on which workers wait. */
public final class BlockingWorkQueue<K> {
  // A safety net for clocks that jump: nobody sleeps longer than this on one look at the clock.
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final InstantSource clock;
  private final WorkQueue<K> queue;
  private boolean closed;

  public BlockingWorkQueue(InstantSource clock) {
    this.clock = clock;
    this.queue = new WorkQueue<>(clock);
  }

  /** See {@link WorkQueue#add}; does nothing once the queue is closed. */
  public void add(K key) {
    addAfter(key, Duration.ZERO);
  }

  /** See {@link WorkQueue#addAfter}; does nothing once the queue is closed. */
  public void addAfter(K key, Duration delay) {
    lock.lock();
    try {
      if (!closed) {
        queue.addAfter(key, delay);
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until a key is due. Empty when the queue is closed, even if keys are left in it. */
  public Optional<K> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed) {
        Optional<K> next = queue.poll();
        if (next.isPresent()) {
          // This worker may have been the one that kept an eye on the deadline behind it.
          changed.signal();
          return next;
        }
        long _ = changed.awaitNanos(untilDeadline().toNanos());
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** See {@link WorkQueue#done}. */
  public void done(K key) {
    lock.lock();
    try {
      queue.done(key);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** See {@link WorkQueue#failed}. */
  public int failed(K key) {
    return locked(() -> queue.failed(key));
  }

  /** See {@link WorkQueue#succeeded}; gives how many failures in a row that ended. */
  public int succeeded(K key) {
    return locked(
        () -> {
          int failures = queue.failures(key);
          queue.succeeded(key);
          return failures;
        });
  }

  /** See {@link WorkQueue#depth}. */
  public int depth() {
    return locked(queue::depth);
  }

  /** See {@link WorkQueue#oldestAge}. */
  public Duration oldestAge() {
    return locked(queue::oldestAge);
  }

  /** Wakes all who wait, and hands out nothing any more. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether {@link #close} was called. */
  public boolean isClosed() {
    return locked(() -> closed);
  }

  /** Tells those who wait that a clock made for tests was moved. */
  void clockMoved() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private Duration untilDeadline() {
    Duration wait =
        queue
            .nextDeadline()
            .map(deadline -> Duration.between(clock.instant(), deadline))
            .orElse(LONGEST_WAIT);
    return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
  }

  private <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }
}
