package io.dbprovision.core.plugin;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads on which one server's calls run: few, of the platform, and replaceable. A call that
 * hangs is given up together with its thread, so that it harms no other server and, up to a bound,
 * not even this one. Thread-safe; callers may be virtual threads.
 */
final class CallLane implements AutoCloseable {
  private final String name;
  private final int maxStuck;
  private final Semaphore permits;
  private final AtomicInteger stuck = new AtomicInteger();
  private final AtomicInteger made = new AtomicInteger();
  private final ThreadPoolExecutor threads;

  /**
   * @param maxThreads calls that run at once, and calls that may hang before no more are tried
   */
  CallLane(String name, int maxThreads) {
    this.name = name;
    this.maxStuck = maxThreads;
    this.permits = new Semaphore(maxThreads);
    // the permits bound the threads: the pool itself never queues and never refuses
    this.threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            30,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            work -> new LaneThread(work, "plugin-" + name + "-" + made.getAndIncrement()));
  }

  /**
   * Runs the call on a thread of this lane.
   *
   * @param deadline for waiting and running together
   * @throws EngineException TIMEOUT when there is no answer in time, or too many calls hang;
   *     UNREACHABLE when the lane is closed
   * @throws ExecutionException with what the call itself threw
   */
  <T> T call(Duration deadline, Callable<T> body) throws ExecutionException {
    if (stuck.get() >= maxStuck) {
      throw timeout(stuck.get() + " calls hang, no more are made until one returns");
    }
    long end = System.nanoTime() + deadline.toNanos();
    try {
      if (!permits.tryAcquire(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
        throw timeout("all threads were busy for " + deadline.toMillis() + " ms");
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    FutureTask<T> task = new FutureTask<>(body);
    AtomicBoolean settled = new AtomicBoolean();
    start(task, settled);
    try {
      return task.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      abandon(task, settled);
      throw timeout("no answer within " + deadline.toMillis() + " ms").causedBy(e);
    } catch (InterruptedException e) {
      abandon(task, settled);
      throw interrupted(e);
    }
  }

  /** Calls that were given up and have not come back. */
  int stuck() {
    return stuck.get();
  }

  /** Calls that are made now. */
  int running() {
    return maxStuck - permits.availablePermits();
  }

  /** Calls that wait for one of those to end. */
  int waiting() {
    return permits.getQueueLength();
  }

  private void start(FutureTask<?> task, AtomicBoolean settled) {
    try {
      threads.execute(
          () -> {
            task.run();
            if (settled.compareAndSet(false, true)) {
              permits.release();
            } else {
              stuck.decrementAndGet();
            }
          });
    } catch (RejectedExecutionException e) {
      permits.release();
      throw EngineException.of(ErrorKind.UNREACHABLE, name + ": the session is closed").causedBy(e);
    }
  }

  // counted before it is settled, so that the thread never counts down first
  private void abandon(FutureTask<?> task, AtomicBoolean settled) {
    stuck.incrementAndGet();
    if (settled.compareAndSet(false, true)) {
      permits.release();
      task.cancel(true);
    } else {
      stuck.decrementAndGet();
    }
  }

  private EngineException timeout(String what) {
    return EngineException.of(ErrorKind.TIMEOUT, name + ": " + what);
  }

  private EngineException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return EngineException.of(ErrorKind.TIMEOUT, name + ": the operator stopped waiting")
        .causedBy(e);
  }

  /** Ends idle threads at once and interrupts the others. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
