package io.dbprovision.core.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** {@link Namespaces} on a watch that is sent metadata only. */
final class KubeNamespaces implements Namespaces, AutoCloseable {
  private final Map<String, Namespace> namespaces = new ConcurrentHashMap<>();
  private final Watching watch;

  KubeNamespaces(KubeClients clients, InstantSource clock) {
    this.watch =
        new Watching(
            clients.metadata(),
            new ResourceDefinitionContext.Builder()
                .withVersion("v1")
                .withKind("Namespace")
                .withPlural("namespaces")
                .withNamespaced(false)
                .build(),
            Set.of(),
            KubeNamespaces::pruned,
            new Feeding(namespaces),
            clock);
  }

  CompletableFuture<Void> start() {
    return watch.start();
  }

  @Override
  public Optional<Namespace> get(String name) {
    return Optional.ofNullable(namespaces.get(name));
  }

  @Override
  public void close() {
    watch.close();
  }

  private static GenericKubernetesResource pruned(GenericKubernetesResource object) {
    object.getMetadata().setManagedFields(null);
    return object;
  }

  private record Feeding(Map<String, Namespace> namespaces)
      implements ResourceEventHandler<GenericKubernetesResource> {
    @Override
    public void onAdd(GenericKubernetesResource object) {
      Map<String, String> annotations = object.getMetadata().getAnnotations();
      namespaces.put(
          object.getMetadata().getName(),
          new Namespace(
              object.getMetadata().getName(),
              annotations == null ? Map.of() : annotations,
              object.getMetadata().getDeletionTimestamp() != null));
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource now) {
      onAdd(now);
    }

    @Override
    public void onDelete(GenericKubernetesResource object, boolean finalStateUnknown) {
      namespaces.remove(object.getMetadata().getName());
    }
  }
}
