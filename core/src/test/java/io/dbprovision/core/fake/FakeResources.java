package io.dbprovision.core.fake;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Metadata;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.kube.Resources;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Objects in a map, with versions, finalizers and deletion as the API server has them. */
public final class FakeResources implements Resources {
  private final Map<ResourceKey, CustomResource> objects = new ConcurrentHashMap<>();
  private final Map<String, Function<CustomResource, ? extends Collection<String>>> indexes =
      new ConcurrentHashMap<>();
  private final Map<CustomKind, List<Listener>> listeners = new ConcurrentHashMap<>();
  private final AtomicLong version = new AtomicLong();

  /** Objects that another operator looks after. */
  public final Set<ResourceKey> others = ConcurrentHashMap.newKeySet();

  /** Every write to the status, for tests that count. */
  public final List<ResourceKey> statusWrites = new ArrayList<>();

  /** Creates an object, or replaces its spec and annotations as {@code kubectl apply} does. */
  public CustomResource put(
      CustomKind kind, String name, Map<String, Object> spec, Map<String, String> annotations) {
    ResourceKey key = new ResourceKey(kind, "default", name);
    CustomResource before = objects.get(key);
    Metadata metadata =
        before == null
            ? new Metadata(
                "default",
                name,
                "uid-" + kind + "-" + name + "-" + version.incrementAndGet(),
                next(),
                1,
                null,
                Map.of(),
                annotations,
                List.of())
            : new Metadata(
                "default",
                name,
                before.metadata().uid(),
                next(),
                before.spec().values().equals(spec)
                    ? before.metadata().generation()
                    : before.metadata().generation() + 1,
                before.metadata().deletionRequested(),
                Map.of(),
                annotations,
                before.metadata().finalizers());
    return store(
        new CustomResource(
            kind, metadata, Fields.of(spec), before == null ? Fields.empty() : before.status()));
  }

  /** What {@code kubectl delete} does: marks it when it has finalizers. */
  public void requestDeletion(ResourceKey key) {
    CustomResource object = objects.get(key);
    if (object != null) {
      delete(object);
    }
  }

  @Override
  public Optional<CustomResource> get(ResourceKey key) {
    return Optional.ofNullable(objects.get(key));
  }

  @Override
  public Collection<CustomResource> list(CustomKind kind) {
    return objects.values().stream().filter(object -> object.kind().equals(kind)).toList();
  }

  @Override
  public Collection<CustomResource> byIndex(CustomKind kind, String index, String value) {
    var function = indexes.get(kind + "/" + index);
    if (function == null) {
      return List.of();
    }
    return list(kind).stream()
        .filter(object -> ours(object) && function.apply(object).contains(value))
        .toList();
  }

  @Override
  public Collection<CustomResource> othersByIndex(CustomKind kind, String index, String value) {
    var function = indexes.getOrDefault(kind + "/" + index, object -> List.of());
    return list(kind).stream()
        .filter(object -> !ours(object) && function.apply(object).contains(value))
        .toList();
  }

  @Override
  public boolean ours(CustomResource resource) {
    return !others.contains(resource.key());
  }

  @Override
  public void index(
      CustomKind kind,
      String index,
      Function<CustomResource, ? extends Collection<String>> values) {
    indexes.put(kind + "/" + index, values);
  }

  @Override
  public void subscribe(CustomKind kind, Listener listener) {
    listeners.computeIfAbsent(kind, k -> new ArrayList<>()).add(listener);
  }

  @Override
  public CustomResource addFinalizer(CustomResource resource) {
    if (resource.hasFinalizer()) {
      return resource;
    }
    return change(resource, m -> withFinalizers(m, List.of(resource.kind().finalizer())));
  }

  @Override
  public void removeFinalizers(CustomResource resource) {
    CustomResource live = objects.get(resource.key());
    if (live != null && live.deleting()) {
      objects.remove(resource.key());
      listeners.getOrDefault(live.kind(), List.of()).forEach(l -> l.deleted(live));
    }
  }

  @Override
  public CustomResource applyStatus(CustomResource resource, Map<String, Object> status) {
    statusWrites.add(resource.key());
    CustomResource live = live(resource);
    return store(
        new CustomResource(
            live.kind(),
            withFinalizers(live.metadata(), live.metadata().finalizers()),
            live.spec(),
            Fields.of(new LinkedHashMap<>(status))));
  }

  @Override
  public void delete(CustomResource resource) {
    CustomResource live = live(resource);
    if (live.metadata().finalizers().isEmpty()) {
      objects.remove(resource.key());
      return;
    }
    change(
        live,
        m ->
            new Metadata(
                m.namespace(),
                m.name(),
                m.uid(),
                next(),
                m.generation() + 1,
                Instant.EPOCH,
                m.labels(),
                m.annotations(),
                m.finalizers()));
  }

  private CustomResource change(CustomResource resource, UnaryOperator<Metadata> change) {
    CustomResource live = live(resource);
    return store(
        new CustomResource(live.kind(), change.apply(live.metadata()), live.spec(), live.status()));
  }

  private CustomResource live(CustomResource resource) {
    CustomResource live = objects.get(resource.key());
    if (live == null || !live.metadata().uid().equals(resource.metadata().uid())) {
      throw new KubeException(KubeException.Kind.NOT_FOUND, resource.key() + " is gone");
    }
    return live;
  }

  private CustomResource store(CustomResource object) {
    objects.put(object.key(), object);
    listeners.getOrDefault(object.kind(), List.of()).forEach(l -> l.changed(object));
    return object;
  }

  private Metadata withFinalizers(Metadata m, List<String> finalizers) {
    return new Metadata(
        m.namespace(),
        m.name(),
        m.uid(),
        next(),
        m.generation(),
        m.deletionRequested(),
        m.labels(),
        m.annotations(),
        finalizers);
  }

  private String next() {
    return Long.toString(version.incrementAndGet());
  }
}
