package io.dbprovision.core.reference;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.ResourceKey;
import java.util.Optional;

/** Reads references out of manifests; a missing namespace is the referring object's own. */
public final class Refs {
  private Refs() {}

  /** The instance that an object belongs to; empty when the manifest names none of this scope. */
  public static Optional<ResourceKey> instance(CustomResource resource) {
    Fields ref = resource.spec().object("instanceRef");
    return ref.text("name")
        .map(
            name ->
                new ResourceKey(
                    CustomKind.INSTANCE, ref.text("namespace", resource.namespace()), name));
  }

  /** {@code namespace/name} of a reference block; empty when the block is absent. */
  public static Optional<String> path(CustomResource resource, Fields ref) {
    return ref.text("name").map(name -> ref.text("namespace", resource.namespace()) + "/" + name);
  }
}
