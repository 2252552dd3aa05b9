package io.dbprovision.core.kube;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends in its own thread and in order; at a pace while there is work: in a rush of a thousand
 * objects, telling about them would take from the API server what their making needs. Full, it
 * drops the eldest.
 */
final class Outbox<T> implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Outbox.class);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private final BlockingQueue<T> queue;
  private final Pace pace;
  private final BooleanSupplier busy;
  private final InstantSource clock;
  private final Consumer<T> send;
  private final Thread sender;

  Outbox(
      String name,
      int capacity,
      Pace pace,
      BooleanSupplier busy,
      InstantSource clock,
      Consumer<T> send) {
    this.queue = new ArrayBlockingQueue<>(capacity);
    this.pace = pace;
    this.busy = busy;
    this.clock = clock;
    this.send = send;
    this.sender = Thread.ofVirtual().name(name).start(this::sendAll);
  }

  void add(T item) {
    while (!queue.offer(item)) {
      if (queue.poll() != null) {
        log.debug("one was dropped, more than {} are waiting", queue.size());
      }
    }
  }

  @Override
  public void close() {
    sender.interrupt();
  }

  private void sendAll() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        T item = queue.take();
        rest(pace.take(clock.instant()));
        send.accept(item);
      } catch (InterruptedException closing) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        log.error("one could not be sent", e);
      }
    }
  }

  private void rest(Duration time) throws InterruptedException {
    for (Duration left = time;
        left.isPositive() && busy.getAsBoolean();
        left = left.minus(LOOK_AGAIN)) {
      Thread.sleep(LOOK_AGAIN);
    }
  }
}
