package io.dbprovision.core.kube;

import io.dbprovision.core.api.CustomResource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link Events} through a bounded queue: when the API server is slow, Events are dropped, not
 * work.
 */
final class KubeEvents implements Events, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(KubeEvents.class);
  private static final int WAITING = 1_000;
  private static final int REMEMBERED = 10_000;
  private static final int LONGEST_NOTE = 1_024;
  private static final Duration QUIET = Duration.ofMinutes(10);

  private final Rest rest;
  private final String reporter;
  private final InstantSource clock;
  private final BlockingQueue<Map<String, Object>> queue = new ArrayBlockingQueue<>(WAITING);
  private final Map<String, Instant> sent =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > REMEMBERED;
        }
      };
  private final Thread sender;

  KubeEvents(Rest rest, String reporter, InstantSource clock) {
    this.rest = rest;
    this.reporter = reporter;
    this.clock = clock;
    this.sender = Thread.ofVirtual().name("events").start(this::send);
  }

  @Override
  public void normal(CustomResource about, String reason, String message) {
    offer(about, "Normal", reason, message);
  }

  @Override
  public void warning(CustomResource about, String reason, String message) {
    offer(about, "Warning", reason, message);
  }

  private void offer(CustomResource about, String type, String reason, String message) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    if (repeated(about.metadata().uid() + " " + reason + " " + message, now)) {
      return;
    }
    if (!queue.offer(event(about, type, reason, message, now))) {
      log.atDebug().addKeyValue("object", about.key()).log("event dropped: too many are waiting");
    }
  }

  private boolean repeated(String what, Instant now) {
    synchronized (sent) {
      Instant last = sent.get(what);
      if (last != null && last.plus(QUIET).isAfter(now)) {
        return true;
      }
      sent.put(what, now);
      return false;
    }
  }

  private Map<String, Object> event(
      CustomResource about, String type, String reason, String message, Instant now) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("apiVersion", about.kind().apiVersion());
    object.put("kind", about.kind().name());
    object.put("namespace", about.namespace());
    object.put("name", about.name());
    object.put("uid", about.metadata().uid());
    object.put("resourceVersion", about.metadata().resourceVersion());
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("apiVersion", "v1");
    event.put("kind", "Event");
    event.put(
        "metadata",
        Map.of(
            "generateName",
            about.name() + ".",
            "namespace",
            about.namespace().isEmpty() ? "default" : about.namespace()));
    event.put("involvedObject", object);
    event.put("type", type);
    event.put("reason", reason);
    event.put(
        "message",
        message.length() <= LONGEST_NOTE ? message : message.substring(0, LONGEST_NOTE - 1) + "…");
    event.put("source", Map.of("component", reporter));
    event.put("firstTimestamp", now.toString());
    event.put("lastTimestamp", now.toString());
    event.put("count", 1);
    return event;
  }

  private void send() {
    try {
      while (true) {
        Map<String, Object> event = queue.take();
        try {
          Object namespace = event.get("metadata") instanceof Map<?, ?> m ? m.get("namespace") : "";
          rest.post(Paths.events(String.valueOf(namespace)), event);
        } catch (KubeException e) {
          log.atDebug().addKeyValue("error", e.kind()).log("event not taken: {}", e.getMessage());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    sender.interrupt();
  }
}
