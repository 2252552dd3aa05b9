package io.dbprovision.core.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One list-and-watch that goes on: whatever ends it, {@link #check} opens it again. What it has
 * shown stays in the sink meanwhile; the new list corrects it. Thread-safe.
 */
final class Feed implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Feed.class);

  private final String name;
  private final Supplier<SharedIndexInformer<GenericKubernetesResource>> informers;
  private final FeedStore.Target target;
  private final InstantSource clock;
  private final Duration reopenAfter;
  private final boolean needed;
  private final CompletableFuture<Void> settled = new CompletableFuture<>();

  private @Nullable SharedIndexInformer<GenericKubernetesResource> informer;
  private @Nullable FeedStore store;
  private @Nullable String lastVersion;
  private volatile Instant lastSign;
  private volatile boolean synced;
  private volatile boolean closed;
  private volatile int failure;

  /**
   * @param needed nothing works without it, so that being forbidden is no answer
   */
  Feed(
      String name,
      Supplier<SharedIndexInformer<GenericKubernetesResource>> informers,
      FeedStore.Target target,
      InstantSource clock,
      Duration reopenAfter,
      boolean needed) {
    this.name = name;
    this.informers = informers;
    this.target = target;
    this.clock = clock;
    this.reopenAfter = reopenAfter;
    this.needed = needed;
    this.lastSign = clock.instant();
  }

  String name() {
    return name;
  }

  /** Its first list has been taken over whole, at whatever time. */
  boolean synced() {
    return synced;
  }

  /** Done when synced, or, unless needed, when it is clear that it never will be. */
  CompletableFuture<Void> settled() {
    return settled;
  }

  /** The HTTP status of the last failed attempt; 0 while all is well or unknown. */
  int failure() {
    return failure;
  }

  /** When the API server last told anything on it, a bookmark included. */
  Instant lastSign() {
    return lastSign;
  }

  synchronized void open() {
    if (closed) {
      return;
    }
    end();
    lastSign = clock.instant();
    FeedStore opened = new FeedStore(target, () -> lastSign = clock.instant());
    SharedIndexInformer<GenericKubernetesResource> next =
        informers
            .get()
            .removeNamespaceIndex()
            .itemStore(opened)
            .exceptionHandler((started, problem) -> goOn(problem));
    store = opened;
    informer = next;
    next.start().whenComplete((done, problem) -> started(opened, problem));
  }

  /** Opens it again when it has been silent for too long. */
  synchronized void check() {
    SharedIndexInformer<GenericKubernetesResource> current = informer;
    if (closed || current == null) {
      return;
    }
    String version = current.lastSyncResourceVersion();
    Instant now = clock.instant();
    if (!Objects.equals(version, lastVersion)) {
      lastVersion = version;
      lastSign = now;
    } else if (!now.isBefore(lastSign.plus(reopenAfter))) {
      log.debug("watch of {} was silent for {}, it is opened again", name, reopenAfter);
      open();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    end();
  }

  private void end() {
    Optional.ofNullable(store).ifPresent(FeedStore::retire);
    Optional.ofNullable(informer).ifPresent(SharedIndexInformer::stop);
  }

  private void started(FeedStore opened, @Nullable Throwable problem) {
    if (problem == null && !opened.retired()) {
      failure = 0;
      synced = true;
      lastSign = clock.instant();
      settled.complete(null);
    }
  }

  /** Without a true from here some errors end an informer for good. */
  private boolean goOn(Throwable problem) {
    int code = code(problem);
    boolean forbidden = code == 401 || code == 403;
    if (code != failure || code == 0) {
      tell(forbidden, problem);
    }
    failure = code;
    if (forbidden && !needed) {
      settled.complete(null);
    }
    // what we may not read is asked for at the pace of check(), not of the client's retries
    return !forbidden;
  }

  private void tell(boolean forbidden, Throwable problem) {
    if (forbidden && !needed) {
      log.info("the service account may not watch {}: the operator goes on without", name);
    } else {
      log.warn("watch of {} failed ({}), it is tried again", name, problem.getMessage());
    }
  }

  private static int code(Throwable problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof KubernetesClientException client && client.getCode() > 0) {
        return client.getCode();
      }
    }
    return 0;
  }
}
