package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.instance.ServerState;
import io.dbprovision.core.instance.Servers;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.reference.Consent;
import io.dbprovision.core.reference.Refs;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;

/** Finds the instance an object belongs to, and its server. */
final class Targets {
  private final Resources resources;
  private final Servers servers;
  private final Consent consent;

  @Inject
  Targets(Resources resources, Servers servers, Consent consent) {
    this.resources = resources;
    this.servers = servers;
    this.consent = consent;
  }

  record Target(CustomResource instance, ServerState state) {}

  /**
   * @throws EngineException NOT_FOUND, UNSUPPORTED or PERMISSION, naming the field
   */
  Target resolve(CustomResource resource) {
    if (resource.spec().has("clusterInstanceRef")) {
      throw EngineException.at(
          ErrorKind.UNSUPPORTED,
          "spec.clusterInstanceRef",
          "ClusterDatabaseInstance is not supported by this version; use spec.instanceRef");
    }
    ResourceKey key =
        Refs.instance(resource)
            .orElseThrow(
                () ->
                    EngineException.at(
                        ErrorKind.INVALID, "spec.instanceRef", "names no DatabaseInstance"));
    CustomResource instance =
        resources
            .get(key)
            .orElseThrow(
                () ->
                    EngineException.at(
                        ErrorKind.NOT_FOUND,
                        "spec.instanceRef",
                        "DatabaseInstance %s does not exist (yet)".formatted(key.path())));
    consent.require(
        resource,
        "spec.instanceRef",
        key.namespace(),
        CustomKind.INSTANCE + " " + key.name(),
        instance.metadata().annotations());
    return new Target(instance, servers.state(key));
  }
}
