package io.dbprovision.core.kube;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps every watch of the process going, by one thread that looks at them now and then. */
final class Feeds implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Feeds.class);
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final List<Feed> feeds = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService keeper =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("kube-watches").factory());

  Feeds() {
    long millis = LOOK.toMillis();
    // checkAll catches everything, so nobody needs to look at the future
    Future<?> _ =
        keeper.scheduleWithFixedDelay(this::checkAll, millis, millis, TimeUnit.MILLISECONDS);
  }

  void open(Feed feed) {
    feeds.add(feed);
    feed.open();
  }

  void reopenLater(Feed feed, Duration delay) {
    try {
      Future<?> _ = keeper.schedule(() -> run(feed::open), delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closing) {
      log.debug("watch of {} stays closed: everything is", feed.name());
    }
  }

  /** Done when every feed is that was opened until now. */
  CompletableFuture<Void> settled() {
    return CompletableFuture.allOf(
        feeds.stream().map(Feed::settled).toArray(CompletableFuture<?>[]::new));
  }

  @Override
  public void close() {
    keeper.shutdownNow();
    feeds.forEach(Feed::close);
  }

  private void checkAll() {
    feeds.forEach(feed -> run(feed::check));
  }

  private static void run(Runnable look) {
    try {
      look.run();
    } catch (RuntimeException e) {
      // an exception would end the schedule, and with it the care for all watches
      log.warn("a watch could not be opened, it is tried again", e);
    }
  }
}
