package io.dbprovision.core.plugin;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a plugin's code for the first time: on a platform thread that is given up when it does not
 * come back, because a static initialiser that never ends cannot be stopped.
 */
final class BoundedLoad {
  private final Duration deadline;

  BoundedLoad(Duration deadline) {
    this.deadline = deadline;
  }

  /**
   * @throws RefusedException when it takes longer than the deadline, or fails in any way
   */
  <T> T run(String plugin, ClassLoader loader, Callable<T> body) {
    FutureTask<T> task = new FutureTask<>(body);
    Thread thread = new LaneThread(task, "plugin-load-" + plugin);
    thread.setContextClassLoader(loader);
    thread.start();
    try {
      return task.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      throw new RefusedException(LoadFailures.reason(cause), cause);
    } catch (TimeoutException e) {
      String place = place(thread);
      task.cancel(true);
      throw new RefusedException("it did not finish loading within " + seconds() + " s" + place, e);
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw new RefusedException("the operator stopped while it was loaded", e);
    }
  }

  private String seconds() {
    return String.valueOf(deadline.toMillis() / 1000.0).replaceFirst("\\.0$", "");
  }

  private static String place(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .filter(frame -> frame.getClassLoaderName() != null)
        .filter(frame -> !frame.getClassName().startsWith("io.dbprovision.core."))
        .filter(frame -> !"app".equals(frame.getClassLoaderName()))
        .findFirst()
        .map(frame -> ": it hangs in " + frame.getClassName() + "." + frame.getMethodName())
        .orElse("");
  }
}
