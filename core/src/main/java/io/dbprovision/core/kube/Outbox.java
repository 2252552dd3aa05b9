package io.dbprovision.core.kube;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends in its own thread, in order and at a pace: in a rush of a thousand objects, telling about
 * them would take from the API server what their making needs. Full, it drops the eldest.
 */
final class Outbox<T> implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Outbox.class);

  private final BlockingQueue<T> queue;
  private final Pace pace;
  private final InstantSource clock;
  private final Consumer<T> send;
  private final Thread sender;

  Outbox(String name, int capacity, Pace pace, InstantSource clock, Consumer<T> send) {
    this.queue = new ArrayBlockingQueue<>(capacity);
    this.pace = pace;
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
        Duration wait = pace.take(clock.instant());
        if (wait.isPositive()) {
          Thread.sleep(wait);
        }
        send.accept(item);
      } catch (InterruptedException closing) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        log.error("one could not be sent", e);
      }
    }
  }
}
