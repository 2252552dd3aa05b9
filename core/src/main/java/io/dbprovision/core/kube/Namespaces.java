package io.dbprovision.core.kube;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Namespaces, from a cache. Thread-safe. */
public interface Namespaces {
  Optional<Namespace> get(String name);

  /** As the API server has it now, for what cannot be taken back; the cache may be behind. */
  default Optional<Namespace> fresh(String name) {
    return get(name);
  }

  /**
   * @param changed gets the name of a namespace that was known and says something else now; returns
   *     at once
   */
  default void subscribe(Consumer<String> changed) {}

  /**
   * @param terminating nothing can be made in it any more
   */
  record Namespace(String name, Map<String, String> annotations, boolean terminating) {
    public Namespace {
      annotations = Map.copyOf(annotations);
    }
  }
}
