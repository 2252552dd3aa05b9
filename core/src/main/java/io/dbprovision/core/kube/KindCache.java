package io.dbprovision.core.kube;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * All objects of one kind as last seen or written: what we wrote is in it at once, and an older
 * view from the watch never replaces it. Thread-safe.
 */
final class KindCache {
  private final Predicate<CustomResource> concerned;
  private final Map<ResourceKey, CustomResource> objects = new ConcurrentHashMap<>();
  private final Map<String, Function<CustomResource, ? extends Collection<String>>> indexers =
      new HashMap<>();
  private final Map<String, Map<String, Set<ResourceKey>>> indexes = new HashMap<>();
  private final List<Resources.Listener> listeners = new CopyOnWriteArrayList<>();

  /**
   * @param concerned tells which objects this operator looks at; others are as if they were not
   */
  KindCache(Predicate<CustomResource> concerned) {
    this.concerned = concerned;
  }

  synchronized void index(
      String name, Function<CustomResource, ? extends Collection<String>> indexer) {
    indexers.put(name, indexer);
    indexes.put(name, new HashMap<>());
  }

  void subscribe(Resources.Listener listener) {
    listeners.add(listener);
  }

  Optional<CustomResource> get(ResourceKey key) {
    return Optional.ofNullable(objects.get(key));
  }

  Collection<CustomResource> list() {
    return List.copyOf(objects.values());
  }

  synchronized Collection<CustomResource> byIndex(String name, String value) {
    Map<String, Set<ResourceKey>> index = indexes.get(name);
    if (index == null) {
      throw new IllegalArgumentException("no index " + name);
    }
    return index.getOrDefault(value, Set.of()).stream().flatMap(key -> get(key).stream()).toList();
  }

  /** The watch saw it. */
  void seen(CustomResource now) {
    if (!concerned.test(now)) {
      gone(now);
      return;
    }
    synchronized (this) {
      CustomResource before = objects.get(now.key());
      if (before != null && sameObject(before, now) && version(before) >= version(now)) {
        return;
      }
      store(before, now);
    }
    listeners.forEach(listener -> listener.changed(now));
  }

  /** We wrote it; it may be gone by now. */
  void written(CustomResource now) {
    synchronized (this) {
      CustomResource before = objects.get(now.key());
      if (before == null || !sameObject(before, now) || version(before) >= version(now)) {
        return;
      }
      store(before, now);
    }
    listeners.forEach(listener -> listener.written(now));
  }

  /** The watch saw it go. */
  void gone(CustomResource last) {
    synchronized (this) {
      CustomResource before = objects.get(last.key());
      if (before == null || !sameObject(before, last)) {
        return;
      }
      objects.remove(last.key());
      unindex(before);
    }
    listeners.forEach(listener -> listener.deleted(last));
  }

  private static boolean sameObject(CustomResource a, CustomResource b) {
    return a.metadata().uid().equals(b.metadata().uid());
  }

  /** Resource versions of one kind count up, by the API's own rule since Kubernetes 1.35. */
  private static long version(CustomResource resource) {
    return Long.parseUnsignedLong(resource.metadata().resourceVersion());
  }

  private void store(@org.jspecify.annotations.Nullable CustomResource before, CustomResource now) {
    if (before != null) {
      unindex(before);
    }
    objects.put(now.key(), now);
    indexers.forEach(
        (name, indexer) -> {
          Map<String, Set<ResourceKey>> index = indexes.getOrDefault(name, new HashMap<>());
          indexer
              .apply(now)
              .forEach(
                  value -> index.computeIfAbsent(value, v -> new LinkedHashSet<>()).add(now.key()));
        });
  }

  private void unindex(CustomResource before) {
    indexers.forEach(
        (name, indexer) -> {
          Map<String, Set<ResourceKey>> index = indexes.getOrDefault(name, new HashMap<>());
          indexer
              .apply(before)
              .forEach(
                  value ->
                      index.computeIfPresent(
                          value,
                          (v, keys) -> {
                            keys.remove(before.key());
                            return keys.isEmpty() ? null : keys;
                          }));
        });
  }
}
