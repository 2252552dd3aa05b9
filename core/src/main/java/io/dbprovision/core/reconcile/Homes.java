package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.reference.Refs;
import java.util.Optional;

/** Tells on whose server an object lives: the one it names, or for a grant its grantee's. */
final class Homes {
  private final Resources resources;
  private final Grantees grantees;

  @Inject
  Homes(Resources resources, Grantees grantees) {
    this.resources = resources;
    this.grantees = grantees;
  }

  Optional<ResourceKey> key(CustomResource resource) {
    return Grantees.isGrant(resource) ? grantees.home(resource) : Refs.instance(resource);
  }

  /** What lives on the instance: the object itself, or whoever has what a grant gave. */
  CustomResource housed(CustomResource resource) {
    return Grantees.isGrant(resource)
        ? grantees
            .leaving(resource)
            .map(Grantees.Place::grantee)
            .flatMap(resources::get)
            .orElse(resource)
        : resource;
  }

  /** The instance's object; empty when it, or what leads to it, is not there. */
  Optional<CustomResource> instance(CustomResource resource) {
    return key(resource).flatMap(resources::get);
  }
}
