package io.dbprovision.core.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.AnyNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * A watch of one kind over all or some namespaces that goes on through every error. Objects are
 * pruned before they are kept.
 */
final class Watching implements AutoCloseable {
  private static final long PAGE = 500;

  private final List<SharedIndexInformer<GenericKubernetesResource>> informers = new ArrayList<>();
  private final InstantSource clock;
  private volatile Instant lastEvent;

  /**
   * @param namespaces empty means all
   */
  Watching(
      KubernetesClient client,
      ResourceDefinitionContext kind,
      Set<String> namespaces,
      UnaryOperator<GenericKubernetesResource> prune,
      ResourceEventHandler<GenericKubernetesResource> handler,
      InstantSource clock) {
    this.clock = clock;
    this.lastEvent = clock.instant();
    var operation = client.genericKubernetesResources(kind);
    if (namespaces.isEmpty() || !kind.isNamespaceScoped()) {
      informers.add(informer(operation.inAnyNamespace(), prune, handler));
    } else {
      for (String namespace : namespaces) {
        informers.add(informer(operation.inNamespace(namespace), prune, handler));
      }
    }
  }

  private SharedIndexInformer<GenericKubernetesResource> informer(
      AnyNamespaceOperation<
              GenericKubernetesResource,
              GenericKubernetesResourceList,
              Resource<GenericKubernetesResource>>
          operation,
      UnaryOperator<GenericKubernetesResource> prune,
      ResourceEventHandler<GenericKubernetesResource> handler) {
    SharedIndexInformer<GenericKubernetesResource> informer =
        operation.withLimit(PAGE).runnableInformer(0);
    informer.itemStore(new PruningStore(prune));
    informer.exceptionHandler((started, error) -> true);
    informer.addEventHandler(new Noting(handler));
    return informer;
  }

  /** Completes when everything that exists has been seen. */
  CompletableFuture<Void> start() {
    return CompletableFuture.allOf(
        informers.stream()
            .map(informer -> informer.start().toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new));
  }

  boolean synced() {
    return informers.stream().allMatch(SharedIndexInformer::hasSynced);
  }

  Instant lastEvent() {
    return lastEvent;
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::stop);
  }

  private static final class PruningStore extends BasicItemStore<GenericKubernetesResource> {
    private final UnaryOperator<GenericKubernetesResource> prune;

    PruningStore(UnaryOperator<GenericKubernetesResource> prune) {
      super(Cache::metaNamespaceKeyFunc);
      this.prune = prune;
    }

    @Override
    public GenericKubernetesResource put(String key, GenericKubernetesResource object) {
      return super.put(key, prune.apply(object));
    }
  }

  /** Notes the time of every event on its way. */
  private final class Noting implements ResourceEventHandler<GenericKubernetesResource> {
    private final ResourceEventHandler<GenericKubernetesResource> next;

    Noting(ResourceEventHandler<GenericKubernetesResource> next) {
      this.next = next;
    }

    @Override
    public void onAdd(GenericKubernetesResource object) {
      lastEvent = clock.instant();
      next.onAdd(object);
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource now) {
      lastEvent = clock.instant();
      next.onUpdate(before, now);
    }

    @Override
    public void onDelete(GenericKubernetesResource object, boolean finalStateUnknown) {
      lastEvent = clock.instant();
      next.onDelete(object, finalStateUnknown);
    }
  }
}
