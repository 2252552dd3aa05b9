package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.discovery.Records;
import io.dbprovision.core.instance.ServerState;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.OwnershipRecord;
import io.dbprovision.spi.Provenance;
import java.util.Optional;

/** Tells who an object is on a server, and what is known of its past there. */
final class Owners implements Records {
  private final Resources resources;
  private final OperatorIdentity identity;

  @Inject
  Owners(Resources resources, OperatorIdentity identity) {
    this.resources = resources;
    this.identity = identity;
  }

  Owner of(CustomResource resource) {
    return new Owner(
        identity.cluster(),
        identity.operator(),
        resource.namespace(),
        resource.name(),
        resource.metadata().uid());
  }

  /** For removal: what was only ever asked to be adopted is not ours to remove. */
  Provenance forRemoval(CustomResource resource, ManagedKind<?> kind) {
    return kind.witnessed(resource).filter(kind.serverName(resource)::equals).isPresent()
        ? Provenance.witnessedBefore()
        : Provenance.unknown();
  }

  Provenance provenance(
      CustomResource resource, ManagedKind<?> kind, ServerState.Available server) {
    String name = kind.serverName(resource);
    if (kind.witnessed(resource).filter(name::equals).isPresent()) {
      return Provenance.witnessedBefore();
    }
    if (!resource.metadata().flagged(Keys.ADOPT)) {
      return Provenance.unknown();
    }
    Optional<Owner> recorded =
        server
            .session()
            .capability(OwnershipRecord.class)
            .flatMap(records -> records.ownerOf(resource.kind().spi(), name));
    if (recorded.filter(owner -> alive(owner) || foreign(owner, resource)).isPresent()) {
      return Provenance.unknown();
    }
    return Provenance.adopted(recorded.orElse(null));
  }

  @Override
  public boolean mayLive(Owner owner) {
    return !owner.cluster().equals(identity.cluster()) || alive(owner);
  }

  /** What a namespace had stays its own when the object is gone: another one cannot adopt it. */
  private boolean foreign(Owner owner, CustomResource resource) {
    return resource.kind().namespaced()
        && owner.cluster().equals(identity.cluster())
        && !owner.namespace().equals(resource.namespace());
  }

  /**
   * An owner of another cluster cannot be asked: only a person knows, and annotated the object. The
   * record holds no kind: of all that may own such a thing, the uid tells which it was.
   */
  private boolean alive(Owner owner) {
    if (!owner.cluster().equals(identity.cluster())) {
      return false;
    }
    return !owner.operator().equals(identity.operator())
        || CustomKind.ALL.stream()
            .filter(kind -> kind.namespaced() != owner.namespace().isEmpty())
            .map(kind -> new ResourceKey(kind, owner.namespace(), owner.name()))
            .flatMap(key -> resources.get(key).stream())
            .anyMatch(live -> live.metadata().uid().equals(owner.uid()));
  }
}
