package io.dbprovision.core.kube;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object of the API group that is about to be made.
 *
 * @param ownedBy the object of the same namespace that it goes with; null for none
 */
public record NewObject(
    ResourceKey key,
    Map<String, String> labels,
    Map<String, String> annotations,
    Map<String, Object> spec,
    @Nullable CustomResource ownedBy) {
  public NewObject {
    Objects.requireNonNull(key, "key");
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
    spec = Map.copyOf(spec);
  }

  /** That nobody owns. */
  public NewObject(
      ResourceKey key,
      Map<String, String> labels,
      Map<String, String> annotations,
      Map<String, Object> spec) {
    this(key, labels, annotations, spec, null);
  }

  public Optional<CustomResource> owner() {
    return Optional.ofNullable(ownedBy);
  }
}
