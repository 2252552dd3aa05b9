package io.dbprovision.core.api;

import java.util.Objects;

/** An object of the API group at one moment. Immutable. */
public record CustomResource(CustomKind kind, Metadata metadata, Fields spec, Fields status) {
  public CustomResource {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(metadata, "metadata");
    Objects.requireNonNull(spec, "spec");
    Objects.requireNonNull(status, "status");
  }

  public ResourceKey key() {
    return new ResourceKey(kind, metadata.namespace(), metadata.name());
  }

  public String namespace() {
    return metadata.namespace();
  }

  public String name() {
    return metadata.name();
  }

  public boolean deleting() {
    return metadata.deleting();
  }

  public boolean hasFinalizer() {
    return metadata.finalizers().contains(kind.finalizer());
  }

  /** Kept from going by us: by our finalizer, or by one that an earlier operator added. */
  public boolean held() {
    return metadata.finalizers().stream().anyMatch(kind.finalizers()::contains);
  }

  /** The condition of that type in the status; empty fields while it is not set. */
  public Fields condition(String type) {
    return status.objects("conditions").stream()
        .filter(condition -> condition.text("type", "").equals(type))
        .findFirst()
        .orElse(Fields.empty());
  }
}
