package io.dbprovision.core.discovery;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.instance.Children;
import io.dbprovision.core.instance.Tracked;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.spi.EngineException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Tells which names on a server some object of the cluster speaks for. */
final class Keepers {
  private final Resources resources;
  private final Children children;

  @Inject
  Keepers(Resources resources, Children children) {
    this.resources = resources;
    this.children = children;
  }

  /** The names that objects speak for, other operators' and those of other namespaces too. */
  Set<String> names(CustomResource instance, Sort sort) {
    Set<String> names = new HashSet<>();
    List<ResourceKey> instances = sameServer(instance);
    for (Tracked kind : children.kinds()) {
      if (sort.sharesNamesWith(kind.kind().spi())) {
        instances.stream()
            .flatMap(key -> children.everybodys(key, kind))
            .forEach(
                child -> {
                  named(kind, child).ifPresent(names::add);
                  kind.witnessed(child).ifPresent(names::add);
                });
      }
    }
    return names;
  }

  /** An object with a field that makes no name has nothing there but what its status tells. */
  private static Optional<String> named(Tracked kind, CustomResource child) {
    try {
      return Optional.of(kind.serverName(child));
    } catch (EngineException e) {
      return Optional.empty();
    }
  }

  /** Several instances may lead to one server. */
  private List<ResourceKey> sameServer(CustomResource instance) {
    Optional<String> identity = instance.status().text("serverIdentity");
    return Stream.of(CustomKind.INSTANCE, CustomKind.CLUSTER_INSTANCE)
        .flatMap(kind -> resources.list(kind).stream())
        .filter(
            other ->
                other.key().equals(instance.key())
                    || (identity.isPresent() && identity.equals(identity(other.status()))))
        .map(CustomResource::key)
        .toList();
  }

  private static Optional<String> identity(Fields status) {
    return status.text("serverIdentity");
  }
}
