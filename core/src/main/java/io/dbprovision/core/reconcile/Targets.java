package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.instance.ServerState;
import io.dbprovision.core.instance.Servers;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.reference.Consent;
import io.dbprovision.core.reference.CrossRefs;
import io.dbprovision.core.reference.Refs;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.util.Optional;

/** Finds the instance an object belongs to, and its server. */
final class Targets {
  private final Resources resources;
  private final Servers servers;
  private final Grantees grantees;
  private final Consent consent;

  @Inject
  Targets(Resources resources, Servers servers, Grantees grantees, Consent consent) {
    this.resources = resources;
    this.servers = servers;
    this.grantees = grantees;
    this.consent = consent;
  }

  record Target(CustomResource instance, ServerState state) {}

  /**
   * @throws EngineException NOT_FOUND, INVALID or PERMISSION, naming the field
   */
  Target resolve(CustomResource resource) {
    return Grantees.isGrant(resource)
        ? ofGrant(resource, grantees.require(resource))
        : named(resource);
  }

  private Target named(CustomResource resource) {
    String field = Refs.instanceField(resource);
    ResourceKey key =
        Refs.instance(resource)
            .orElseThrow(
                () -> EngineException.at(ErrorKind.INVALID, field, "names no DatabaseInstance"));
    CustomResource instance =
        resources
            .get(key)
            .orElseThrow(
                () ->
                    EngineException.at(
                        ErrorKind.NOT_FOUND,
                        field,
                        "%s %s %s".formatted(key.kind(), key.path(), absence(key))));
    requireConsent(resource, instance);
    return new Target(instance, servers.state(key));
  }

  private String absence(ResourceKey key) {
    return resources.sees(key)
        ? "does not exist (yet)"
        : "is not seen by this operator: it has no rights to it, or --watch-namespaces leaves it out";
  }

  private void requireConsent(CustomResource resource, CustomResource instance) {
    consent.require(
        resource, CrossRefs.instance(resource, instance.key()), instance.metadata().annotations());
  }

  /** Why the reference to the instance is not let through; empty when it is. */
  Optional<String> refusal(CustomResource resource, CustomResource instance) {
    try {
      requireConsent(resource, instance);
      return Optional.empty();
    } catch (EngineException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** Whoever may use the grantee may give it something on its own server. */
  private Target ofGrant(CustomResource grant, CustomResource grantee) {
    ResourceKey home =
        Refs.instance(grantee)
            .orElseThrow(
                () ->
                    EngineException.of(ErrorKind.NOT_FOUND, grantee.key() + " names no instance"));
    if (Refs.instance(grant).filter(named -> !named.equals(home)).isPresent()) {
      throw EngineException.at(
          ErrorKind.INVALID,
          Refs.instanceField(grant),
          "%s lives on %s".formatted(grantee.key(), home));
    }
    CustomResource instance =
        resources
            .get(home)
            .orElseThrow(
                () ->
                    EngineException.of(
                        ErrorKind.NOT_FOUND, "%s does not exist (yet)".formatted(home)));
    return new Target(instance, servers.state(home));
  }
}
