package io.dbprovision.core.instance;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.reference.Indexes;
import io.dbprovision.core.status.MadeOn;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The objects that belong to an instance. */
public final class Children {
  private static final List<CustomKind> GRANTS =
      List.of(CustomKind.GRANT, CustomKind.CLUSTER_GRANT);

  private final Resources resources;
  private final Set<Tracked> tracked;

  @Inject
  public Children(Resources resources, Set<Tracked> tracked) {
    this.resources = resources;
    // databases first: they are what the others own
    this.tracked = Collections.unmodifiableSet(new LinkedHashSet<>(tracked));
  }

  public Set<Tracked> kinds() {
    return tracked;
  }

  public Collection<CustomResource> of(ResourceKey instance, Tracked kind) {
    return resources.byIndex(kind.kind(), Indexes.INSTANCE, instance.path());
  }

  /**
   * Those whose status says that they were made on this instance's server.
   *
   * @param identity of the server; empty where servers have none
   */
  Stream<CustomResource> madeOn(CustomResource instance, Tracked kind, Optional<String> identity) {
    return of(instance.key(), kind).stream()
        .filter(child -> kind.witnessed(child).isPresent())
        .filter(child -> MadeOn.standing(child, instance, identity) != MadeOn.Standing.ELSEWHERE);
  }

  /** Whoever looks after them. */
  public Stream<CustomResource> everybodys(ResourceKey instance, Tracked kind) {
    return Stream.concat(
        of(instance, kind).stream(),
        resources.othersByIndex(kind.kind(), Indexes.INSTANCE, instance.path()).stream());
  }

  /** Those that another operator looks after, by its instance id; we may not touch them. */
  List<CustomResource> ofOthers(ResourceKey instance) {
    return tracked.stream()
        .flatMap(
            kind ->
                resources.othersByIndex(kind.kind(), Indexes.INSTANCE, instance.path()).stream())
        .toList();
  }

  /** The grants of ours that are for these or about them, each once. */
  List<CustomResource> dependingOn(List<CustomResource> housed) {
    return GRANTS.stream()
        .flatMap(
            grant ->
                housed.stream()
                    .flatMap(
                        one ->
                            resources
                                .byIndex(
                                    grant,
                                    one.kind().equals(CustomKind.DATABASE)
                                        ? Indexes.DATABASE
                                        : Indexes.GRANTEE,
                                    Indexes.value(one.key()))
                                .stream()))
        .collect(Collectors.toMap(CustomResource::key, grant -> grant, (a, b) -> a))
        .values()
        .stream()
        .toList();
  }

  /** All of ours. */
  List<CustomResource> of(ResourceKey instance) {
    return tracked.stream().flatMap(kind -> of(instance, kind).stream()).toList();
  }
}
