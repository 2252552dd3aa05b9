package io.dbprovision.core.kube;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** {@link Resources} on watches and plain patches. */
public final class KubeResources implements Resources, AutoCloseable {
  private final Rest rest;
  private final ApiObserver observer;
  private final StatusTakeover takeover;
  private final Map<CustomKind, KindCache> caches = new LinkedHashMap<>();
  private final Map<CustomKind, Watching> watches = new LinkedHashMap<>();

  /**
   * @param instanceId objects labelled for another operator instance are not ours
   * @param namespaces watched; empty means all
   */
  KubeResources(
      KubeClients clients,
      Rest rest,
      String instanceId,
      Set<String> namespaces,
      ApiObserver observer,
      InstantSource clock) {
    this.rest = rest;
    this.observer = observer;
    this.takeover = new StatusTakeover(rest);
    for (CustomKind kind : CustomKind.ALL) {
      KindCache cache = new KindCache(resource -> concerned(resource, instanceId));
      caches.put(kind, cache);
      watches.put(
          kind,
          new Watching(
              clients.work(),
              context(kind),
              namespaces,
              KubeResources::pruned,
              new Feeding(kind, cache),
              clock));
    }
  }

  private static boolean concerned(CustomResource resource, String instanceId) {
    // anybody's object may refer to an instance, so all of them are known
    return resource.kind().equals(CustomKind.INSTANCE)
        || resource
            .metadata()
            .labels()
            .getOrDefault(Keys.OPERATOR_INSTANCE_ID, "default")
            .equals(instanceId);
  }

  private static ResourceDefinitionContext context(CustomKind kind) {
    return new ResourceDefinitionContext.Builder()
        .withGroup(CustomKind.GROUP)
        .withVersion(CustomKind.VERSION)
        .withKind(kind.name())
        .withPlural(kind.plural())
        .withNamespaced(kind.namespaced())
        .build();
  }

  private static GenericKubernetesResource pruned(GenericKubernetesResource object) {
    object.getMetadata().setManagedFields(null);
    return object;
  }

  /** Completes when everything that exists is in the caches. */
  public CompletableFuture<Void> start() {
    return CompletableFuture.allOf(
        watches.values().stream().map(Watching::start).toArray(CompletableFuture<?>[]::new));
  }

  /** Kinds whose objects were not all seen yet. */
  public List<CustomKind> unsynced() {
    List<CustomKind> kinds = new ArrayList<>();
    watches.forEach(
        (kind, watch) -> {
          if (!watch.synced()) {
            kinds.add(kind);
          }
        });
    return kinds;
  }

  /** When the watch of that kind last brought anything. */
  public Instant lastEvent(CustomKind kind) {
    return watch(kind).lastEvent();
  }

  private KindCache cache(CustomKind kind) {
    KindCache cache = caches.get(kind);
    if (cache == null) {
      throw new IllegalArgumentException(kind + " is not watched");
    }
    return cache;
  }

  private Watching watch(CustomKind kind) {
    Watching watch = watches.get(kind);
    if (watch == null) {
      throw new IllegalArgumentException(kind + " is not watched");
    }
    return watch;
  }

  @Override
  public Optional<CustomResource> get(ResourceKey key) {
    return cache(key.kind()).get(key);
  }

  @Override
  public Collection<CustomResource> list(CustomKind kind) {
    return cache(kind).list();
  }

  @Override
  public Collection<CustomResource> byIndex(CustomKind kind, String index, String value) {
    return cache(kind).byIndex(index, value);
  }

  @Override
  public void index(
      CustomKind kind,
      String index,
      Function<CustomResource, ? extends Collection<String>> values) {
    cache(kind).index(index, values);
  }

  @Override
  public void subscribe(CustomKind kind, Listener listener) {
    cache(kind).subscribe(listener);
  }

  @Override
  public CustomResource addFinalizer(CustomResource resource) {
    if (resource.hasFinalizer()) {
      return resource;
    }
    List<String> finalizers = new ArrayList<>(resource.metadata().finalizers());
    finalizers.add(resource.kind().finalizer());
    // with the version: on an object that is gone or has changed it fails, and never makes a new
    // one
    Map<String, Object> patch =
        Map.of(
            "metadata",
            Map.of(
                "resourceVersion",
                resource.metadata().resourceVersion(),
                "finalizers",
                finalizers));
    return wrote(
        resource.kind(),
        "finalizer",
        rest.patch(Paths.of(resource.key()), Rest.MERGE_PATCH, patch));
  }

  @Override
  public void removeFinalizers(CustomResource resource) {
    Optional<Map<String, Object>> live = rest.get(Paths.of(resource.key()));
    if (live.isEmpty()) {
      return;
    }
    Fields metadata = Fields.of(live.get()).object("metadata");
    List<String> present = metadata.texts("finalizers");
    List<String> others =
        present.stream().filter(f -> !resource.kind().finalizers().contains(f)).toList();
    if (!metadata.text("uid", "").equals(resource.metadata().uid())
        || others.size() == present.size()) {
      return;
    }
    List<Map<String, Object>> patch =
        List.of(
            Map.of("op", "test", "path", "/metadata/uid", "value", resource.metadata().uid()),
            Map.of("op", "test", "path", "/metadata/finalizers", "value", present),
            Map.of("op", "replace", "path", "/metadata/finalizers", "value", others));
    try {
      wrote(
          resource.kind(),
          "finalizer",
          rest.patch(Paths.of(resource.key()), Rest.JSON_PATCH, patch));
    } catch (KubeException e) {
      if (e.kind() != KubeException.Kind.NOT_FOUND) {
        // a failed test is answered as invalid: somebody else changed the finalizers meanwhile
        throw e.kind() == KubeException.Kind.INVALID
            ? new KubeException(KubeException.Kind.CONFLICT, String.valueOf(e.getMessage()), e)
            : e;
      }
    }
  }

  @Override
  public CustomResource applyStatus(CustomResource resource, Map<String, Object> status) {
    String path = Paths.of(resource.key()) + "/status";
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", resource.name());
    metadata.put("namespace", resource.namespace());
    metadata.put("uid", resource.metadata().uid());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("apiVersion", resource.kind().apiVersion());
    body.put("kind", resource.kind().name());
    body.put("metadata", metadata);
    body.put("status", status);
    takeover.prepare(resource, status);
    return wrote(
        resource.kind(),
        "status",
        rest.patch(
            path + "?fieldManager=" + Paths.MANAGER + "&force=true", Rest.APPLY_PATCH, body));
  }

  @Override
  public void delete(CustomResource resource) {
    try {
      rest.delete(
          Paths.of(resource.key()),
          Map.of("preconditions", Map.of("uid", resource.metadata().uid())));
      observer.wrote(resource.kind().name(), "delete");
    } catch (KubeException e) {
      if (e.kind() != KubeException.Kind.NOT_FOUND && e.kind() != KubeException.Kind.CONFLICT) {
        throw e;
      }
    }
  }

  private CustomResource wrote(CustomKind kind, String operation, Map<String, Object> answer) {
    observer.wrote(kind.name(), operation);
    CustomResource written = Converter.resource(kind, answer);
    cache(kind).written(written);
    return written;
  }

  @Override
  public void close() {
    watches.values().forEach(Watching::close);
  }

  /** Puts what the watch brings into the cache. */
  private record Feeding(CustomKind kind, KindCache cache)
      implements ResourceEventHandler<GenericKubernetesResource> {
    @Override
    public void onAdd(GenericKubernetesResource object) {
      cache.seen(Converter.resource(kind, object));
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource now) {
      cache.seen(Converter.resource(kind, now));
    }

    @Override
    public void onDelete(GenericKubernetesResource object, boolean finalStateUnknown) {
      cache.gone(Converter.resource(kind, object));
    }
  }
}
