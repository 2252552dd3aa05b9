package io.dbprovision.core.backup.stream;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Hands segments from the thread that fills them to the thread that seals them, in order, and the
 * emptied ones back. The number of segments is fixed, so the faster thread waits for the slower.
 * When one side fails the other one is woken and told.
 */
final class SegmentPipe {
  private final Deque<Segment> free = new ArrayDeque<>();
  private final Deque<Segment> filled = new ArrayDeque<>();
  private @Nullable RuntimeException failure;

  SegmentPipe(int segments) {
    for (int i = 0; i < segments; i++) {
      free.add(new Segment());
    }
  }

  /** An empty one to fill. */
  synchronized Segment take() throws InterruptedException {
    while (free.isEmpty() && failure == null) {
      wait();
    }
    throwFailure();
    return free.remove().empty();
  }

  synchronized void put(Segment segment) {
    filled.add(segment);
    notifyAll();
  }

  /** The next one that was filled. */
  synchronized Segment next() throws InterruptedException {
    while (filled.isEmpty() && failure == null) {
      wait();
    }
    throwFailure();
    return filled.remove();
  }

  synchronized void giveBack(Segment segment) {
    free.add(segment);
    notifyAll();
  }

  /** Both sides give up; the first failure is the one that is told. */
  synchronized void fail(RuntimeException why) {
    if (failure == null) {
      failure = why;
    }
    notifyAll();
  }

  synchronized void throwFailure() {
    if (failure != null) {
      throw failure;
    }
  }
}
