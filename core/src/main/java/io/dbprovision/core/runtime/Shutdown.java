package io.dbprovision.core.runtime;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The wish to end, asked for once by anybody and awaited by main. The virtual machine is gone as
 * soon as its shutdown hooks return, so the hook of SIGTERM holds it until main says that
 * everything is stopped.
 */
public final class Shutdown {
  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch finished = new CountDownLatch(1);
  private final AtomicReference<@Nullable String> reason = new AtomicReference<>();

  /** Asks for the end; the first reason is kept. */
  public void request(String why) {
    if (reason.compareAndSet(null, why)) {
      requested.countDown();
    }
  }

  /** Waits until somebody asks for the end; gives the reason. */
  public String await() throws InterruptedException {
    requested.await();
    return reason().orElseThrow();
  }

  /** Waits until somebody asks for the end, at most for the limit. */
  public void await(Duration limit) throws InterruptedException {
    // who calls asks for the reason, so that it does not matter which of both it was
    boolean _ = requested.await(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Why the end was asked for; empty when it was not. */
  public Optional<String> reason() {
    return Optional.ofNullable(reason.get());
  }

  /** Says that all is stopped and the process may go; to be called before {@code System.exit}. */
  public void finished() {
    finished.countDown();
  }

  /**
   * The hook for {@link Runtime#addShutdownHook}: asks for the end and waits for {@link #finished},
   * at most for the limit.
   */
  public Thread hook(Duration limit) {
    return Thread.ofPlatform().name("shutdown").unstarted(() -> awaitFinish(limit));
  }

  private void awaitFinish(Duration limit) {
    request("signal");
    try {
      finished.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
