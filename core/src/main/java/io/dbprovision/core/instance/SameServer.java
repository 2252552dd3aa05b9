package io.dbprovision.core.instance;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.Resources;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the instances that lead to one server, by its identity. */
public final class SameServer {
  private final Resources resources;

  @Inject
  public SameServer(Resources resources) {
    this.resources = resources;
  }

  /** The instance itself and all others that are known to be of its server. */
  public List<CustomResource> as(CustomResource instance) {
    Optional<String> identity = identity(instance);
    return Stream.concat(
            Stream.of(instance),
            Stream.of(CustomKind.INSTANCE, CustomKind.CLUSTER_INSTANCE)
                .flatMap(kind -> resources.list(kind).stream())
                .filter(other -> !other.key().equals(instance.key()))
                .filter(other -> identity.isPresent() && identity.equals(identity(other))))
        .toList();
  }

  /** The same by their keys; of an instance that is not there just that one. */
  public List<ResourceKey> as(ResourceKey instance) {
    return resources
        .get(instance)
        .map(found -> as(found).stream().map(CustomResource::key).toList())
        .orElseGet(() -> List.of(instance));
  }

  /** Whether both are known to lead to one server. */
  public boolean one(Optional<ResourceKey> instance, Optional<ResourceKey> other) {
    return instance.equals(other)
        || (instance.isPresent() && other.filter(as(instance.get())::contains).isPresent());
  }

  /** As it was pinned when the server was first reached. */
  public static Optional<String> identity(CustomResource instance) {
    return instance.status().text("serverIdentity");
  }
}
