package io.dbprovision.core.api;

import java.util.Objects;

/**
 * Names one object of the API group.
 *
 * @param namespace empty for a cluster-scoped kind
 */
public record ResourceKey(CustomKind kind, String namespace, String name) {
  public ResourceKey {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(namespace, "namespace");
    Objects.requireNonNull(name, "name");
  }

  /** {@code namespace/name}, or the name alone when cluster-scoped. */
  public String path() {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }

  @Override
  public String toString() {
    return kind + " " + path();
  }
}
