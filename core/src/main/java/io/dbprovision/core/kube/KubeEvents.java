package io.dbprovision.core.kube;

import io.dbprovision.core.api.CustomResource;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Events of the core group, which is what kubectl describe shows whole; sent from one thread. */
public final class KubeEvents implements Events, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(KubeEvents.class);
  private static final int QUEUE = 1000;
  private static final int MESSAGE = 1000;

  private record Pending(String namespace, Map<String, Object> body) {}

  private final ApiServer api;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Repeats repeats;
  private final BlockingQueue<Pending> queue = new ArrayBlockingQueue<>(QUEUE);
  private final AtomicLong dropped = new AtomicLong();
  private final Thread sender;

  KubeEvents(ApiServer api, InstantSource clock, RandomGenerator random) {
    this.api = api;
    this.clock = clock;
    this.random = random;
    this.repeats = new Repeats(clock);
    this.sender = Thread.ofVirtual().name("events").start(this::sendAll);
  }

  @Override
  public void normal(CustomResource about, String reason, String message) {
    add(about, "Normal", reason, message);
  }

  @Override
  public void warning(CustomResource about, String reason, String message) {
    add(about, "Warning", reason, message);
  }

  @Override
  public void close() {
    sender.interrupt();
  }

  private void add(CustomResource about, String type, String reason, String message) {
    if (!repeats.first(about.metadata().uid(), reason, message)) {
      return;
    }
    // events of cluster-scoped objects live in the namespace that is always there
    String namespace = about.namespace().isEmpty() ? "default" : about.namespace();
    Pending event = new Pending(namespace, body(about, namespace, type, reason, message));
    while (!queue.offer(event)) {
      if (queue.poll() != null) {
        dropped.incrementAndGet();
      }
    }
  }

  private Map<String, Object> body(
      CustomResource about, String namespace, String type, String reason, String message) {
    String now = Instant.ofEpochSecond(clock.instant().getEpochSecond()).toString();
    String name = about.name();
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("apiVersion", "v1");
    event.put("kind", "Event");
    event.put(
        "metadata",
        Map.of(
            "namespace",
            namespace,
            "name",
            (name.length() > 230 ? name.substring(0, 230) : name)
                + "."
                + Long.toHexString(random.nextLong())));
    event.put("involvedObject", reference(about));
    event.put("type", type);
    event.put("reason", reason);
    event.put(
        "message", message.length() > MESSAGE ? message.substring(0, MESSAGE - 1) + "…" : message);
    event.put("source", Map.of("component", Patch.FIELD_MANAGER));
    event.put("reportingComponent", Patch.FIELD_MANAGER);
    event.put("firstTimestamp", now);
    event.put("lastTimestamp", now);
    event.put("count", 1);
    return event;
  }

  private static Map<String, Object> reference(CustomResource about) {
    Map<String, Object> reference = new LinkedHashMap<>();
    reference.put("apiVersion", about.kind().apiVersion());
    reference.put("kind", about.kind().name());
    if (!about.namespace().isEmpty()) {
      reference.put("namespace", about.namespace());
    }
    reference.put("name", about.name());
    reference.put("uid", about.metadata().uid());
    reference.put("resourceVersion", about.metadata().resourceVersion());
    return reference;
  }

  private void sendAll() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        send(queue.take());
      } catch (InterruptedException closing) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void send(Pending event) {
    try {
      api.create(ApiPath.events(event.namespace()), event.body());
    } catch (KubeException e) {
      // nothing can be made in a namespace on its way out, and that is no news
      if (e.kind() == KubeException.Kind.NAMESPACE_TERMINATING
          || e.kind() == KubeException.Kind.NOT_FOUND) {
        log.debug("no event in {}: {}", event.namespace(), e.getMessage());
      } else {
        log.warn("an event was lost: {}", e.getMessage());
      }
    } catch (RuntimeException e) {
      log.error("an event was lost", e);
    }
  }
}
