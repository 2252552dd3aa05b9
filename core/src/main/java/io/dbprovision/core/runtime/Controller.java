package io.dbprovision.core.runtime;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Named workers on virtual threads that bring one kind of key in order. Keys may be added before
 * the start and from any thread. A reconciler that throws costs its key a retry, never the worker.
 */
public final class Controller<K> implements Service {
  private static final Logger LOG = LoggerFactory.getLogger(Controller.class);

  private final String name;
  private final int workers;
  private final BlockingWorkQueue<K> queue;
  private final Backoff backoff;
  private final Reconciler<K> reconciler;
  private final ReconcileObserver observer;
  private final InstantSource clock;
  private final OutcomeLog log;
  private final List<Thread> threads = new ArrayList<>();

  /**
   * @param clock drives the delays and measures durations; see {@link MonotonicClock}
   */
  public Controller(
      String name,
      int workers,
      Reconciler<K> reconciler,
      Backoff backoff,
      ReconcileObserver observer,
      InstantSource clock) {
    this(name, workers, reconciler, backoff, observer, clock, new BlockingWorkQueue<>(clock));
  }

  /** With a queue that a test can reach. */
  Controller(
      String name,
      int workers,
      Reconciler<K> reconciler,
      Backoff backoff,
      ReconcileObserver observer,
      InstantSource clock,
      BlockingWorkQueue<K> queue) {
    if (workers < 1) {
      throw new IllegalArgumentException(name + " has " + workers + " workers");
    }
    this.name = name;
    this.workers = workers;
    this.queue = queue;
    this.backoff = backoff;
    this.reconciler = reconciler;
    this.observer = observer;
    this.clock = clock;
    this.log = new OutcomeLog(LOG, name);
  }

  public String name() {
    return name;
  }

  /** Has the key looked at as soon as a worker is free. Does nothing after the stop. */
  public void enqueue(K key) {
    queue.add(key);
  }

  /** How many keys are due and wait for a worker. */
  public int queueDepth() {
    return queue.depth();
  }

  /** How long the first of them has waited; zero when none does. */
  public Duration oldestAge() {
    return queue.oldestAge();
  }

  @Override
  public synchronized void start() {
    for (int worker = 0; worker < workers; worker++) {
      threads.add(Thread.ofVirtual().name(name + "-" + worker).start(this::work));
    }
  }

  @Override
  public synchronized void stop(Duration grace) throws InterruptedException {
    queue.close();
    Instant end = clock.instant().plus(grace);
    int unfinished = 0;
    for (Thread thread : threads) {
      Duration left = Duration.between(clock.instant(), end);
      if (!thread.join(left.isPositive() ? left : Duration.ofNanos(1))) {
        thread.interrupt();
        unfinished++;
      }
    }
    if (unfinished > 0) {
      LOG.atWarn()
          .addKeyValue("controller", name)
          .addKeyValue("unfinished", unfinished)
          .log("Stopped before all running work was finished");
    }
  }

  private void work() {
    try {
      for (Optional<K> key = queue.take(); key.isPresent(); key = queue.take()) {
        workOn(key.get());
      }
    } catch (InterruptedException e) {
      // Only stop() interrupts workers that wait, when the grace is over.
      Thread.currentThread().interrupt();
    }
  }

  private void workOn(K key) {
    Instant started = clock.instant();
    OutcomeKind kind = OutcomeKind.CRASHED;
    try {
      kind = settle(key, reconciler.reconcile(key), started);
      // The worker loop is one of the two places where everything is caught: whatever one key
      // meets, the others go on.
    } catch (Throwable e) {
      settleCrash(key, e, started);
    } finally {
      queue.done(key);
      tellObserver(kind, took(started));
    }
  }

  private void settleCrash(K key, Throwable cause, Instant started) {
    if (cause instanceof InterruptedException && queue.isClosed()) {
      return;
    }
    Duration delay = backoff.after(queue.failed(key));
    queue.addAfter(key, delay);
    log.crashed(key, cause, delay, took(started));
  }

  private void tellObserver(OutcomeKind kind, Duration took) {
    try {
      observer.reconciled(name, kind, took);
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("controller", name).setCause(e).log("Observer failed");
    }
  }

  private OutcomeKind settle(K key, Outcome outcome, Instant started) {
    return switch (outcome) {
      case Outcome.Done done -> {
        log.finished(key, done.report(), queue.succeeded(key), took(started));
        yield OutcomeKind.DONE;
      }
      case Outcome.RequeueAfter(Duration delay, Report report) -> {
        log.finished(key, report, queue.succeeded(key), took(started));
        queue.addAfter(key, delay);
        yield OutcomeKind.REQUEUED;
      }
      case Outcome.Retry retry -> {
        int failures = queue.failed(key);
        Duration delay =
            retry
                .cap()
                .map(cap -> backoff.after(failures, cap))
                .orElseGet(() -> backoff.after(failures));
        queue.addAfter(key, delay);
        log.failed(key, retry, failures, delay, took(started));
        yield OutcomeKind.RETRIED;
      }
    };
  }

  private Duration took(Instant started) {
    return Duration.between(started, clock.instant());
  }
}
