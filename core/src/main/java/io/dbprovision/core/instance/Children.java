package io.dbprovision.core.instance;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.reference.Indexes;
import io.dbprovision.core.status.MadeOn;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The objects that belong to an instance. */
public final class Children {
  private final Resources resources;
  private final Set<Tracked> tracked;

  @Inject
  public Children(Resources resources, Set<Tracked> tracked) {
    this.resources = resources;
    this.tracked = Set.copyOf(tracked);
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

  /** All of ours. */
  List<CustomResource> of(ResourceKey instance) {
    return tracked.stream().flatMap(kind -> of(instance, kind).stream()).toList();
  }
}
