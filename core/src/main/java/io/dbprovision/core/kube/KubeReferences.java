package io.dbprovision.core.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** {@link References} on watches that are sent metadata only. */
final class KubeReferences implements References, AutoCloseable {
  private final Map<Type, Watching> watches = new EnumMap<>(Type.class);
  private final Map<Type, Feeding> feeds = new EnumMap<>(Type.class);

  KubeReferences(KubeClients clients, Set<String> namespaces, InstantSource clock) {
    for (Type type : Type.values()) {
      Feeding feed = new Feeding();
      feeds.put(type, feed);
      watches.put(
          type,
          new Watching(
              clients.metadata(), context(type), namespaces, KubeReferences::pruned, feed, clock));
    }
  }

  private static ResourceDefinitionContext context(Type type) {
    var builder = new ResourceDefinitionContext.Builder().withVersion("v1").withNamespaced(true);
    return switch (type) {
      case SECRET -> builder.withKind("Secret").withPlural("secrets").build();
      case CONFIG_MAP -> builder.withKind("ConfigMap").withPlural("configmaps").build();
    };
  }

  /** Nothing but name and version is kept, whatever the server sent. */
  private static GenericKubernetesResource pruned(GenericKubernetesResource object) {
    object.getMetadata().setManagedFields(null);
    object.getMetadata().setAnnotations(null);
    object.getMetadata().setLabels(null);
    object.getMetadata().setOwnerReferences(null);
    object.getAdditionalProperties().clear();
    return object;
  }

  CompletableFuture<Void> start() {
    return CompletableFuture.allOf(
        watches.values().stream().map(Watching::start).toArray(CompletableFuture<?>[]::new));
  }

  @Override
  public Optional<String> version(Type type, String namespace, String name) {
    return Optional.ofNullable(feed(type).versions.get(namespace + "/" + name));
  }

  @Override
  public void subscribe(Type type, Listener listener) {
    feed(type).listeners.add(listener);
  }

  private Feeding feed(Type type) {
    return java.util.Objects.requireNonNull(feeds.get(type));
  }

  @Override
  public void close() {
    watches.values().forEach(Watching::close);
  }

  private static final class Feeding implements ResourceEventHandler<GenericKubernetesResource> {
    private final Map<String, String> versions = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    @Override
    public void onAdd(GenericKubernetesResource object) {
      String namespace = object.getMetadata().getNamespace();
      String name = object.getMetadata().getName();
      String version = object.getMetadata().getResourceVersion();
      if (!version.equals(versions.put(namespace + "/" + name, version))) {
        listeners.forEach(listener -> listener.changed(namespace, name));
      }
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource now) {
      onAdd(now);
    }

    @Override
    public void onDelete(GenericKubernetesResource object, boolean finalStateUnknown) {
      String namespace = object.getMetadata().getNamespace();
      String name = object.getMetadata().getName();
      versions.remove(namespace + "/" + name);
      listeners.forEach(listener -> listener.changed(namespace, name));
    }
  }
}
