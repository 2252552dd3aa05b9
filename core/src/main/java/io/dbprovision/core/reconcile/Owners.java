package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.discovery.AdoptionWord;
import io.dbprovision.core.discovery.Records;
import io.dbprovision.core.instance.ServerState;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.reference.Refs;
import io.dbprovision.core.status.Grandfathered;
import io.dbprovision.core.status.MadeOn;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.OwnershipRecord;
import io.dbprovision.spi.Provenance;
import io.dbprovision.spi.Remedy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tells who an object is on a server, and what is known of its past there. */
final class Owners implements Records {
  /** Fields of a status that hold whatever server the object is on. */
  private static final Set<String> OF_NO_SERVER =
      Set.of(
          "phase",
          "message",
          "conditions",
          "observedGeneration",
          Grandfathered.FIELD,
          "secret",
          "binding",
          "plan",
          "reconcileID",
          "lastReconcileTime");

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

  /**
   * The object as far as its status is about this server.
   *
   * @throws EngineException INVALID when it was made on another server and the manifest was moved
   */
  CustomResource here(
      CustomResource resource,
      ManagedKind<?> kind,
      CustomResource instance,
      ServerState.Available server) {
    boolean elsewhere =
        kind.witnessed(resource).isPresent()
            && !kind.givesMany()
            && MadeOn.standing(resource, instance, server.info().identity())
                == MadeOn.Standing.ELSEWHERE;
    if (!elsewhere) {
      return resource;
    }
    if (!resource.metadata().flagged(Keys.ADOPT)) {
      throw EngineException.at(
          ErrorKind.INVALID,
          Refs.instanceField(resource),
          "was changed: the object was made on %s, and %s is another server. Nothing is taken over there, and nothing is removed from the other one. Change it back, or delete this object and make it anew; with the annotation %s=true this object lets go of the other server and adopts what has its name here. If this server took the other one's place, annotate its instance with %s=%s"
              .formatted(
                  MadeOn.place(resource),
                  instance.key(),
                  Keys.ADOPT,
                  Keys.ACCEPT_SERVER,
                  server.info().identity().orElse("<identity>")));
    }
    return withoutServer(resource);
  }

  /** The object without what its status says of a server. */
  static CustomResource withoutServer(CustomResource resource) {
    Map<String, Object> kept = new LinkedHashMap<>(resource.status().values());
    kept.keySet().retainAll(OF_NO_SERVER);
    return new CustomResource(
        resource.kind(), resource.metadata(), resource.spec(), Fields.of(kept));
  }

  /** What one look at an object goes by on the server of this instance. */
  Request request(
      ManagedKind<?> kind,
      CustomResource resource,
      CustomResource instance,
      ServerState.Available server) {
    return new Request(
        resource, instance, server, of(resource), provenance(resource, kind, instance, server));
  }

  /** For removal: what was only ever asked to be adopted is not ours to remove. */
  Provenance forRemoval(
      CustomResource resource,
      ManagedKind<?> kind,
      CustomResource instance,
      ServerState.Available server) {
    return witnessed(resource, kind, instance, server)
        ? Provenance.witnessedBefore()
        : Provenance.unknown();
  }

  /** The status names that very object, and was written for that very server. */
  private static boolean witnessed(
      CustomResource resource,
      ManagedKind<?> kind,
      CustomResource instance,
      ServerState.Available server) {
    return kind.witnessed(resource).filter(kind.serverName(resource)::equals).isPresent()
        && (kind.givesMany()
            || MadeOn.standing(resource, instance, server.info().identity())
                == MadeOn.Standing.HERE);
  }

  Provenance provenance(
      CustomResource resource,
      ManagedKind<?> kind,
      CustomResource instance,
      ServerState.Available server) {
    if (witnessed(resource, kind, instance, server)) {
      return Provenance.witnessedBefore();
    }
    if (!resource.metadata().flagged(Keys.ADOPT) || !AdoptionWord.given(resource, instance)) {
      return Provenance.unknown();
    }
    Optional<Owner> recorded = recorded(kind, resource, server);
    if (recorded.filter(owner -> alive(owner) || foreign(owner, resource)).isPresent()) {
      return Provenance.unknown();
    }
    return Provenance.adopted(recorded.orElse(null));
  }

  /**
   * The same refusal. Where adoption takes more than the object's own annotation, it says what;
   * where nothing can be adopted, it does not speak of it.
   */
  EngineException explained(
      EngineException refusal,
      ManagedKind<?> kind,
      CustomResource resource,
      CustomResource instance,
      ServerState.Available server) {
    if (refusal.remedy().filter(Remedy.ADOPT::equals).isEmpty()) {
      return refusal;
    }
    Optional<Owner> holder = recorded(kind, resource, server);
    if (holder.filter(owner -> foreign(owner, resource)).isPresent()) {
      return said(refusal, refusal.sentence());
    }
    if (holder.filter(this::alive).isPresent()) {
      return said(
          refusal, refusal.sentence() + "; this one can have it only when that object is gone");
    }
    if (AdoptionWord.given(resource, instance)) {
      return refusal;
    }
    EngineException told =
        said(refusal, refusal.sentence() + "; " + AdoptionWord.wayOut(resource, instance.key()));
    return resource.metadata().flagged(Keys.ADOPT) ? told : told.with(Remedy.ADOPT);
  }

  private static EngineException said(EngineException refusal, String sentence) {
    EngineException told = EngineException.of(refusal.kind(), sentence).causedBy(refusal);
    return refusal.path().map(told::atPath).orElse(told);
  }

  private static Optional<Owner> recorded(
      ManagedKind<?> kind, CustomResource resource, ServerState.Available server) {
    return server
        .session()
        .capability(OwnershipRecord.class)
        .flatMap(records -> records.ownerOf(resource.kind().spi(), kind.serverName(resource)));
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
