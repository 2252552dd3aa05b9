package io.dbprovision.core.runtime;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts services in order and stops them in reverse, each within a time of its own. A stop that
 * fails or takes too long is logged and does not keep the others from stopping.
 */
public final class Lifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);
  // What a service may take beyond the grace it was given, to end what was not finished.
  private static final Duration MARGIN = Duration.ofSeconds(2);

  /**
   * One service under the name it has in logs.
   *
   * @param startLimit the longest the start may take
   * @param stopGrace what running work gets to finish
   */
  public record Step(String name, Service service, Duration startLimit, Duration stopGrace) {}

  private final List<Step> steps;
  private final Deque<Step> started = new ArrayDeque<>();

  public Lifecycle(List<Step> steps) {
    this.steps = List.copyOf(steps);
  }

  /**
   * Starts all. When one fails, those before it and itself are stopped again.
   *
   * @throws StartException names the service that did not start
   */
  public synchronized void start() throws StartException, InterruptedException {
    for (Step step : steps) {
      started.push(step);
      try {
        within(step.name() + "-start", step.startLimit(), step.service()::start);
      } catch (ExecutionException e) {
        stop();
        throw new StartException(step.name(), message(e), e.getCause());
      } catch (TimeoutException e) {
        stop();
        throw new StartException(step.name(), "not up within " + step.startLimit(), e);
      }
    }
  }

  /** Stops all that were started; does nothing the second time. */
  public synchronized void stop() throws InterruptedException {
    while (!started.isEmpty()) {
      stop(started.pop());
    }
  }

  private void stop(Step step) throws InterruptedException {
    try {
      within(
          step.name() + "-stop",
          step.stopGrace().plus(MARGIN),
          () -> step.service().stop(step.stopGrace()));
      LOG.atDebug().addKeyValue("service", step.name()).log("Stopped");
    } catch (ExecutionException e) {
      LOG.atWarn().addKeyValue("service", step.name()).setCause(e.getCause()).log("Stop failed");
    } catch (TimeoutException e) {
      LOG.atWarn().addKeyValue("service", step.name()).log("Stop took too long, going on");
    }
  }

  private interface Action {
    void run() throws Exception;
  }

  private static void within(String name, Duration limit, Action action)
      throws ExecutionException, TimeoutException, InterruptedException {
    FutureTask<Boolean> task =
        new FutureTask<>(
            () -> {
              action.run();
              return true;
            });
    // A daemon: a service that never returns must not keep the process alive.
    Thread.ofPlatform().daemon().name(name).start(task);
    try {
      task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      task.cancel(true);
    }
  }

  private static String message(ExecutionException failure) {
    Throwable cause = failure.getCause();
    return cause == null ? "failed" : String.valueOf(cause.getMessage());
  }
}
