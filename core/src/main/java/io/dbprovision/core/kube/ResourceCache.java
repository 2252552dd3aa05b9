package io.dbprovision.core.kube;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one kind as the watch and our own writes have shown them; the newer one counts. An
 * object enters and leaves by the watch alone, so that the late answer to a write can't bring back
 * what was deleted. Thread-safe.
 */
final class ResourceCache {
  private final Map<ResourceKey, CustomResource> objects = new LinkedHashMap<>();
  private final Map<ResourceKey, Integer> writing = new HashMap<>();
  private final Map<String, Index> indexes = new HashMap<>();
  private final Resources.Listener changes;

  /**
   * @param changes called under this cache's lock, in the order of the changes: hand over, return
   */
  ResourceCache(Resources.Listener changes) {
    this.changes = changes;
  }

  synchronized void declare(
      String index, Function<CustomResource, ? extends Collection<String>> values) {
    Index declared = new Index(values);
    objects.values().forEach(object -> declared.move(null, object));
    indexes.put(index, declared);
  }

  /** The watch or a list has shown it. */
  synchronized void observed(CustomResource seen) {
    CustomResource known = objects.get(seen.key());
    // the same version may look different after the schema has changed
    if (known == null || isNews(seen, known)) {
      put(known, seen);
      tell(known, seen, writing.containsKey(seen.key()));
    }
  }

  /**
   * The API server has answered a write of ours with it. Taking the last finalizer away deletes the
   * object, and the answer to that has the version it had before.
   */
  synchronized void wrote(CustomResource answer) {
    CustomResource known = objects.get(answer.key());
    if (known != null
        && known.metadata().uid().equals(answer.metadata().uid())
        && isNews(answer, known)) {
      put(known, answer);
      tell(known, answer, true);
    }
  }

  /** A write begins, whose echo on the watch may overtake its answer. */
  synchronized void writeBegins(ResourceKey key) {
    writing.merge(key, 1, Integer::sum);
  }

  synchronized void writeEnds(ResourceKey key) {
    writing.computeIfPresent(key, (same, count) -> count == 1 ? null : Integer.valueOf(count - 1));
  }

  /** It is gone, or not ours any more. */
  synchronized void forgotten(ResourceKey key) {
    CustomResource last = objects.remove(key);
    if (last != null) {
      indexes.values().forEach(index -> index.move(last, null));
      changes.deleted(last);
    }
  }

  synchronized Optional<CustomResource> get(ResourceKey key) {
    return Optional.ofNullable(objects.get(key));
  }

  synchronized List<CustomResource> all() {
    return List.copyOf(objects.values());
  }

  synchronized List<ResourceKey> keys() {
    return List.copyOf(objects.keySet());
  }

  synchronized int size() {
    return objects.size();
  }

  synchronized List<CustomResource> byIndex(String name, String value) {
    Index index = indexes.get(name);
    if (index == null) {
      throw new IllegalArgumentException("no index " + name);
    }
    return index.keys(value).stream().map(objects::get).filter(Objects::nonNull).toList();
  }

  private void put(@Nullable CustomResource before, CustomResource now) {
    objects.put(now.key(), now);
    indexes.values().forEach(index -> index.move(before, now));
  }

  /** With our own write may come a change of somebody else, which nobody will tell of later. */
  private void tell(@Nullable CustomResource known, CustomResource now, boolean byUs) {
    if (byUs && known != null && sameRequest(known, now)) {
      changes.written(now);
    } else {
      changes.changed(now);
    }
  }

  /** Nothing differs but what only an operator writes. */
  private static boolean sameRequest(CustomResource known, CustomResource answer) {
    return known.metadata().uid().equals(answer.metadata().uid())
        && known.spec().equals(answer.spec())
        && known.deleting() == answer.deleting()
        && known.metadata().generation() == answer.metadata().generation()
        && known.metadata().labels().equals(answer.metadata().labels())
        && known.metadata().annotations().equals(answer.metadata().annotations());
  }

  private static boolean isNews(CustomResource one, CustomResource known) {
    int age = age(one, known);
    return age > 0 || (age == 0 && !one.equals(known));
  }

  private static int age(CustomResource one, CustomResource other) {
    return ResourceVersions.compare(
        one.metadata().resourceVersion(), other.metadata().resourceVersion());
  }

  /** From a value to the objects that have it. */
  private static final class Index {
    private final Function<CustomResource, ? extends Collection<String>> values;
    private final Map<String, Set<ResourceKey>> keys = new HashMap<>();

    Index(Function<CustomResource, ? extends Collection<String>> values) {
      this.values = values;
    }

    Set<ResourceKey> keys(String value) {
      return keys.getOrDefault(value, Set.of());
    }

    void move(@Nullable CustomResource before, @Nullable CustomResource now) {
      if (before != null) {
        values.apply(before).forEach(value -> drop(value, before.key()));
      }
      if (now != null) {
        values
            .apply(now)
            .forEach(
                value -> keys.computeIfAbsent(value, v -> new LinkedHashSet<>()).add(now.key()));
      }
    }

    private void drop(String value, ResourceKey key) {
      Set<ResourceKey> found = keys.get(value);
      if (found != null) {
        found.remove(key);
        if (found.isEmpty()) {
          keys.remove(value);
        }
      }
    }
  }
}
