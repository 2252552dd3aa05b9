package io.dbprovision.core.kube;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Everything this process remembers of one kind. Thread-safe. */
final class KindCache implements AutoCloseable {
  private final CustomKind kind;
  private final String instanceId;
  private final boolean shared;
  private final ForeignStatus foreign;
  private final ExecutorService teller;
  private final ChangeFeed changes;
  private final ResourceCache cache;
  private final ResourceCache others = new ResourceCache(new ChangeFeed.Nobody());

  /**
   * @param shared objects of every operator's instance id are in the same cache
   */
  KindCache(CustomKind kind, String instanceId, boolean shared, ForeignStatus foreign) {
    this.kind = kind;
    this.instanceId = instanceId;
    this.shared = shared;
    this.foreign = foreign;
    this.teller =
        Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("changes-" + kind.plural()).factory());
    this.changes = new ChangeFeed(teller);
    this.cache = new ResourceCache(changes);
  }

  CustomKind kind() {
    return kind;
  }

  ResourceCache cache() {
    return cache;
  }

  /** Objects of other operators' instance ids, unless they are {@code shared}; nobody is told. */
  ResourceCache others() {
    return others;
  }

  void subscribe(Resources.Listener listener) {
    changes.subscribe(listener);
  }

  /** Runs a write and takes its answer over; gives the core's view of it. */
  Optional<CustomResource> write(
      ResourceKey key, Supplier<Optional<GenericKubernetesResource>> write) {
    cache.writeBegins(key);
    try {
      return write.get().map(this::wrote);
    } finally {
      cache.writeEnds(key);
    }
  }

  /**
   * @param namespace the part of the cache that one watch serves; empty for all of it
   */
  FeedStore.Target target(String namespace) {
    return new FeedStore.Target() {
      @Override
      public void put(GenericKubernetesResource object) {
        observed(object);
      }

      @Override
      public void remove(ObjectKey key) {
        forget(new ResourceKey(kind, key.namespace(), key.name()));
      }

      @Override
      public Collection<ObjectKey> keys() {
        return Stream.concat(cache.keys().stream(), others.keys().stream())
            .filter(key -> namespace.isEmpty() || namespace.equals(key.namespace()))
            .map(key -> new ObjectKey(key.namespace(), key.name()))
            .toList();
      }
    };
  }

  @Override
  public void close() {
    teller.shutdownNow();
  }

  private CustomResource wrote(GenericKubernetesResource answer) {
    foreign.look(answer);
    CustomResource view = Views.resource(kind, answer);
    cache.wrote(view);
    return view;
  }

  private void observed(GenericKubernetesResource object) {
    CustomResource view = Views.resource(kind, object);
    if (shared || ours(view)) {
      others.forgotten(view.key());
      foreign.look(object);
      cache.observed(view);
    } else {
      leave(view.key());
      others.observed(view);
    }
  }

  private void forget(ResourceKey key) {
    leave(key);
    others.forgotten(key);
  }

  private void leave(ResourceKey key) {
    cache.get(key).ifPresent(last -> foreign.forget(last.metadata().uid()));
    cache.forgotten(key);
  }

  boolean ours(CustomResource resource) {
    return resource
        .metadata()
        .labels()
        .getOrDefault(Keys.OPERATOR_INSTANCE_ID, KubeSettings.DEFAULT_INSTANCE_ID)
        .equals(instanceId);
  }
}
