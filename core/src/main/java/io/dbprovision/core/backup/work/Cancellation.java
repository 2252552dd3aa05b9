package io.dbprovision.core.backup.work;

import io.dbprovision.spi.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The end of a work before its time. Whoever cancels ends the tools that run and interrupts the
 * thread at work; what that thread then fails with is told as the reason given here.
 */
final class Cancellation {
  private final Object lock = new Object();
  private final List<Runnable> closing = new ArrayList<>();
  private @Nullable EngineException reason;
  private @Nullable Thread atWork;

  /** The first reason counts. */
  void cancel(EngineException why) {
    List<Runnable> ends;
    synchronized (lock) {
      if (reason != null) {
        return;
      }
      reason = why;
      ends = List.copyOf(closing);
      if (atWork != null) {
        atWork.interrupt();
      }
    }
    ends.forEach(Runnable::run);
  }

  Optional<EngineException> reason() {
    synchronized (lock) {
      return Optional.ofNullable(reason);
    }
  }

  /** The calling thread is the one to be interrupted from now on. */
  void begin() {
    synchronized (lock) {
      atWork = Thread.currentThread();
      throwIfCancelled();
    }
  }

  /** It is not any more, and not interrupted for it either. */
  void end() {
    synchronized (lock) {
      atWork = null;
      if (reason != null) {
        boolean _ = Thread.interrupted();
      }
    }
  }

  /**
   * Runs what may be interrupted; when it fails, the thread is not interrupted any more, so that
   * what cleans up after it can do so.
   */
  <T> T clearing(Supplier<T> body) {
    try {
      return body.get();
    } catch (RuntimeException e) {
      end();
      throw e;
    }
  }

  /**
   * What has to be ended from another thread, such as a tool.
   *
   * @throws EngineException the reason, after ending it, when it comes too late
   */
  void closes(Runnable end) {
    synchronized (lock) {
      if (reason == null) {
        closing.add(end);
        return;
      }
    }
    end.run();
    throwIfCancelled();
  }

  void throwIfCancelled() {
    Optional<EngineException> why = reason();
    if (why.isPresent()) {
      throw why.get();
    }
  }
}
