package io.dbprovision.core.cli;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Metadata;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.reference.Refs;
import io.dbprovision.spi.Kind;
import java.util.List;
import java.util.Optional;

/**
 * Manifests that are planned together, so that they may refer to each other. Those that name no
 * namespace are for one and the same, whichever that will be. Immutable.
 */
final class ManifestSet {
  private final List<CustomResource> resources;

  private ManifestSet(List<CustomResource> resources) {
    this.resources = List.copyOf(resources);
  }

  static ManifestSet of(List<Fields> manifests) {
    return new ManifestSet(
        manifests.stream().map(ManifestSet::resource).flatMap(Optional::stream).toList());
  }

  /** The manifest as an object of the API group; empty when it is none. */
  static Optional<CustomResource> resource(Fields manifest) {
    return CustomKind.named(manifest.text("kind", ""))
        .filter(known -> known.apiVersion().equals(manifest.text("apiVersion", "")))
        .map(kind -> resource(kind, manifest));
  }

  private static CustomResource resource(CustomKind kind, Fields manifest) {
    Fields metadata = manifest.object("metadata");
    return new CustomResource(
        kind,
        new Metadata(
            kind.namespaced() ? metadata.text("namespace", "") : "",
            metadata.text("name", ""),
            metadata.text("uid", ""),
            metadata.text("resourceVersion", ""),
            0,
            null,
            null,
            metadata.textMap("labels"),
            metadata.textMap("annotations"),
            List.of()),
        manifest.object("spec"),
        manifest.object("status"));
  }

  List<CustomResource> all() {
    return resources;
  }

  Optional<CustomResource> find(ResourceKey key) {
    return resources.stream().filter(resource -> resource.key().equals(key)).findFirst();
  }

  /** The grants on that login or role; a namespace's own and cluster-wide ones, as they count. */
  List<CustomResource> grantsOn(CustomResource grantee) {
    return resources.stream()
        .filter(resource -> resource.kind().spi().equals(Kind.GRANT))
        .filter(grant -> Refs.grantee(grant).equals(Optional.of(grantee.key())))
        .filter(
            grant -> !grant.kind().namespaced() || grant.namespace().equals(grantee.namespace()))
        .toList();
  }
}
