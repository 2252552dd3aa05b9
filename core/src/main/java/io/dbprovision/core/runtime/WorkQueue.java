package io.dbprovision.core.runtime;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which key is worked on next, and when. A key is in the queue at most once and with one worker at
 * most; of several deadlines for one key the earliest holds; a key added while it is worked on is
 * queued again when that work is done, so that no wake-up is lost.
 *
 * <p>Never waits and holds no lock: one thread at a time. {@link BlockingWorkQueue} is the form for
 * workers.
 */
public final class WorkQueue<K> {
  private record Entry<K>(Instant due, long sequence, K key) {}

  private final InstantSource clock;
  private final Map<K, Entry<K>> waiting = new HashMap<>();
  private final NavigableSet<Entry<K>> order =
      new TreeSet<>(
          Comparator.<Entry<K>, Instant>comparing(Entry::due).thenComparingLong(Entry::sequence));
  private final Set<K> running = new HashSet<>();
  private final Map<K, Instant> again = new HashMap<>();
  private final Map<K, Integer> failures = new HashMap<>();
  // Keys that are due at the same instant leave in the order they came.
  private long sequence;

  public WorkQueue(InstantSource clock) {
    this.clock = clock;
  }

  /** Makes the key due now. */
  public void add(K key) {
    addAfter(key, Duration.ZERO);
  }

  /** Makes the key due after a delay, unless it is due earlier already. Below zero means now. */
  public void addAfter(K key, Duration delay) {
    Instant now = clock.instant();
    Instant due = delay.isPositive() ? now.plus(delay) : now;
    if (running.contains(key)) {
      again.merge(key, due, WorkQueue::earlier);
    } else {
      schedule(key, due);
    }
  }

  /**
   * The key that has been due for longest; the caller works on it until it calls {@link #done}.
   * Empty when nothing is due.
   */
  public Optional<K> poll() {
    if (order.isEmpty() || order.first().due().isAfter(clock.instant())) {
      return Optional.empty();
    }
    Entry<K> next = order.removeFirst();
    waiting.remove(next.key());
    running.add(next.key());
    return Optional.of(next.key());
  }

  /**
   * Ends the work on a key.
   *
   * @throws IllegalStateException when nobody works on it
   */
  public void done(K key) {
    if (!running.remove(key)) {
      throw new IllegalStateException("Nobody works on " + key);
    }
    Instant due = again.remove(key);
    if (due != null) {
      schedule(key, due);
    }
  }

  /** Counts one more failure in a row of this key; gives how many there are now. */
  public int failed(K key) {
    return failures.merge(key, 1, Integer::sum);
  }

  /** Ends the row of failures of this key. */
  public void succeeded(K key) {
    failures.remove(key);
  }

  /** How often this key failed in a row; zero when it did not. */
  public int failures(K key) {
    return failures.getOrDefault(key, 0);
  }

  /** When the next key is or was due; empty when none waits. Keys being worked on do not count. */
  public Optional<Instant> nextDeadline() {
    return order.isEmpty() ? Optional.empty() : Optional.of(order.first().due());
  }

  /** How many keys are due and have no worker yet. */
  public int depth() {
    Instant now = clock.instant();
    int due = 0;
    for (Entry<K> entry : order) {
      if (entry.due().isAfter(now)) {
        break;
      }
      due++;
    }
    return due;
  }

  /** How long the key at the head has been due; zero when none is. */
  public Duration oldestAge() {
    Duration age =
        nextDeadline().map(due -> Duration.between(due, clock.instant())).orElse(Duration.ZERO);
    return age.isNegative() ? Duration.ZERO : age;
  }

  /** How many keys have a worker. */
  public int running() {
    return running.size();
  }

  /** How many keys wait, due or not. */
  public int waiting() {
    return waiting.size();
  }

  private void schedule(K key, Instant due) {
    Entry<K> present = waiting.get(key);
    if (present != null) {
      if (!due.isBefore(present.due())) {
        return;
      }
      order.remove(present);
    }
    Entry<K> entry = new Entry<>(due, sequence++, key);
    waiting.put(key, entry);
    order.add(entry);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
