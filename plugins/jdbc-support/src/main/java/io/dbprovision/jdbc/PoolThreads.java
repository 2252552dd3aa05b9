package io.dbprovision.jdbc;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The threads of all pools of one engine: one shared scheduler and virtual threads for the rest.
 * Fifty pools with their own would hold 66 threads. The scheduler's thread ends when it is idle.
 */
public final class PoolThreads {
  private static final long IDLE_SECONDS = 60;

  private final ScheduledThreadPoolExecutor scheduler;
  private final ThreadFactory workers;

  /**
   * @param name what the threads are called
   */
  public PoolThreads(String name) {
    this.scheduler =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name(name + "-pools").factory());
    scheduler.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    scheduler.allowCoreThreadTimeOut(true);
    scheduler.setRemoveOnCancelPolicy(true);
    this.workers = Thread.ofVirtual().name(name + "-pool-", 0).factory();
  }

  /** For what has to happen in a moment; it must not take long. */
  public ScheduledExecutorService scheduler() {
    return scheduler;
  }

  ThreadFactory workers() {
    return workers;
  }
}
