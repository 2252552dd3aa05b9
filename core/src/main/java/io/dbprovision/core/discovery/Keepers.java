package io.dbprovision.core.discovery;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.instance.Children;
import io.dbprovision.core.instance.SameServer;
import io.dbprovision.core.instance.Tracked;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tells which names on a server some object of the cluster speaks for. */
final class Keepers {
  private final SameServer servers;
  private final Children children;

  @Inject
  Keepers(SameServer servers, Children children) {
    this.servers = servers;
    this.children = children;
  }

  /** The names that objects speak for, other operators' and those of other namespaces too. */
  Set<String> names(CustomResource instance, Sort sort) {
    Set<String> names = new HashSet<>();
    List<ResourceKey> instances = servers.as(instance).stream().map(CustomResource::key).toList();
    for (Tracked kind : children.kinds()) {
      if (sort.sharesNamesWith(kind.kind().spi())) {
        instances.stream()
            .flatMap(key -> children.everybodys(key, kind))
            .forEach(
                child -> {
                  names.add(kind.serverName(child));
                  kind.witnessed(child).ifPresent(names::add);
                });
      }
    }
    return names;
  }
}
