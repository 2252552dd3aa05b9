package io.dbprovision.core.cli;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.reconcile.OperatorIdentity;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.Owner;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The cluster, operator and namespace that manifests are for: those that the server has on record
 * for any of them. A plan in another name would find everything they refer to in foreign hands.
 *
 * @param namespace of manifests that name none
 */
record Tenant(String cluster, String operator, String namespace) {
  /** Of whom nothing is known. */
  static final Tenant UNKNOWN = new Tenant("none", "plan", "default");

  /**
   * @param recorded whom the server has on record for an object
   * @param otherwise when it has nobody of them
   */
  static Tenant of(
      List<CustomResource> manifests,
      Function<CustomResource, Optional<Owner>> recorded,
      Tenant otherwise) {
    return manifests.stream()
        .flatMap(resource -> own(resource, recorded).stream())
        .findFirst()
        .map(owner -> of(owner, otherwise))
        .orElse(otherwise);
  }

  private static Tenant of(Owner owner, Tenant otherwise) {
    return new Tenant(
        owner.cluster(),
        owner.operator(),
        owner.namespace().isEmpty() ? otherwise.namespace() : owner.namespace());
  }

  private static Optional<Owner> own(
      CustomResource resource, Function<CustomResource, Optional<Owner>> recorded) {
    try {
      return recorded.apply(resource).filter(owner -> isOf(owner, resource));
    } catch (EngineException e) {
      return Optional.empty(); // its own plan says what is wrong
    }
  }

  /** Whether that may well be the object, as far as a manifest can tell. */
  static boolean isOf(Owner owner, CustomResource resource) {
    boolean anywhere = resource.kind().namespaced() && resource.namespace().isEmpty();
    return owner.name().equals(resource.name())
        && (anywhere || owner.namespace().equals(resource.namespace()));
  }

  OperatorIdentity identity() {
    return new OperatorIdentity(cluster, operator);
  }
}
