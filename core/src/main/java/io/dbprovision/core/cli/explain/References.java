package io.dbprovision.core.cli.explain;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.cli.view.Family;
import io.dbprovision.core.cli.view.State;
import io.dbprovision.core.kube.Cluster;
import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.reference.CrossRef.Target;
import io.dbprovision.core.reference.CrossRefs;
import io.dbprovision.core.status.Reasons;
import io.dbprovision.spi.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What an object cannot do without. */
final class References {
  /**
   * @param field of the manifest
   */
  record Reference(String field, ResourceKey to) {}

  private References() {}

  static List<Reference> of(CustomResource object, State state, Cluster cluster) {
    List<Reference> found = new ArrayList<>();
    CrossRefs.of(object)
        .forEach(
            ref -> {
              if (ref.target() instanceof Target.Resource(ResourceKey key)) {
                found.add(new Reference(ref.path(), key));
              }
            });
    if (object.kind().equals(CustomKind.BACKUP_SCHEDULE)) {
      Family.scheduled(object)
          .ifPresent(key -> found.add(new Reference("spec.template.spec.databaseRef", key)));
    }
    if (state.reason().equals(Reasons.DEPENDENCY_NOT_READY)) {
      found.addAll(named(object, cluster));
    }
    return found;
  }

  /** Roles that a manifest names, that the status speaks of, and that no object makes. */
  static List<String> unmade(CustomResource object, State state, Cluster cluster) {
    return state.reason().equals(Reasons.DEPENDENCY_NOT_READY)
        ? Stream.concat(object.spec().text("owner").stream(), memberships(object).stream())
            .distinct()
            .filter(name -> state.message().contains(name))
            .filter(name -> maker(name, object, cluster).isEmpty())
            .toList()
        : List.of();
  }

  /**
   * Roles that a manifest names as the server does: who makes them is another object's business.
   */
  private static List<Reference> named(CustomResource object, Cluster cluster) {
    List<Reference> found = new ArrayList<>();
    if (object.kind().spi().equals(Kind.DATABASE)) {
      object
          .spec()
          .text("owner")
          .flatMap(name -> maker(name, object, cluster))
          .ifPresent(key -> found.add(new Reference("spec.owner", key)));
    }
    memberships(object)
        .forEach(
            name ->
                maker(name, object, cluster)
                    .ifPresent(key -> found.add(new Reference("role " + name, key))));
    return found;
  }

  /** Of the manifest itself, and of an engine's section. */
  private static List<String> memberships(CustomResource object) {
    Fields spec = object.spec();
    return Stream.concat(
            spec.texts("roles").stream(),
            spec.values().keySet().stream()
                .map(spec::object)
                .flatMap(
                    section ->
                        Stream.of("roles", "inRoles").flatMap(key -> section.texts(key).stream())))
        .distinct()
        .toList();
  }

  private static Optional<ResourceKey> maker(String name, CustomResource object, Cluster cluster) {
    try {
      return Stream.concat(
              made(cluster, CustomKind.USER, "username", name, object),
              Stream.concat(
                  made(cluster, CustomKind.ROLE, "roleName", name, object),
                  made(cluster, CustomKind.CLUSTER_ROLE, "roleName", name, object)))
          .filter(key -> !key.equals(object.key()))
          .findFirst();
    } catch (KubeException e) {
      // a help where it is allowed, and nothing else depends on it
      return Optional.empty();
    }
  }

  private static Stream<ResourceKey> made(
      Cluster cluster, CustomKind kind, String field, String name, CustomResource object) {
    if (kind.namespaced() && object.namespace().isEmpty()) {
      return Stream.of();
    }
    return cluster.list(kind, Optional.of(object.namespace())).stream()
        .filter(other -> other.spec().text(field, "").equals(name))
        .map(CustomResource::key);
  }
}
