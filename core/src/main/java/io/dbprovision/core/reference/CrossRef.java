package io.dbprovision.core.reference;

import io.dbprovision.core.api.ResourceKey;

/**
 * A field of a manifest that leads to something which may be another namespace's. Only {@link
 * CrossRefs} makes them: whoever lists the references of manifests misses none that {@link Consent}
 * is asked about. Immutable.
 */
public final class CrossRef {
  /** What a reference leads to. */
  public sealed interface Target {
    /** Another object of the API group. */
    record Resource(ResourceKey key) implements Target {}

    record Secret(String namespace, String name) implements Target {}

    record ConfigMap(String namespace, String name) implements Target {}

    /** A Secret that is yet to be made: only its namespace can agree. */
    record NewSecret(String namespace) implements Target {}
  }

  private final String path;
  private final Target target;

  CrossRef(String path, Target target) {
    this.path = path;
    this.target = target;
  }

  /** The field, such as {@code spec.instanceRef}. */
  public String path() {
    return path;
  }

  public Target target() {
    return target;
  }

  /** Empty for what is cluster-scoped. */
  public String namespace() {
    return switch (target) {
      case Target.Resource(ResourceKey key) -> key.namespace();
      case Target.Secret(String namespace, String _) -> namespace;
      case Target.ConfigMap(String namespace, String _) -> namespace;
      case Target.NewSecret(String namespace) -> namespace;
    };
  }

  /** Empty for what is yet to be made. */
  public String name() {
    return switch (target) {
      case Target.Resource(ResourceKey key) -> key.name();
      case Target.Secret(String _, String name) -> name;
      case Target.ConfigMap(String _, String name) -> name;
      case Target.NewSecret _ -> "";
    };
  }

  /** What it leads to, as a message calls it beside the namespace. */
  public String title() {
    return switch (target) {
      case Target.Resource(ResourceKey key) -> key.kind() + " " + key.name();
      case Target.Secret(String _, String name) -> "Secret " + name;
      case Target.ConfigMap(String _, String name) -> "ConfigMap " + name;
      case Target.NewSecret _ -> "a Secret";
    };
  }

  @Override
  public String toString() {
    return path + " to " + title() + " in namespace " + namespace();
  }
}
