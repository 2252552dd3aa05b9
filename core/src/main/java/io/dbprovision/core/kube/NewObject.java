package io.dbprovision.core.kube;

import io.dbprovision.core.api.ResourceKey;
import java.util.Map;
import java.util.Objects;

/** An object of the API group that is about to be made. */
public record NewObject(
    ResourceKey key,
    Map<String, String> labels,
    Map<String, String> annotations,
    Map<String, Object> spec) {
  public NewObject {
    Objects.requireNonNull(key, "key");
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
    spec = Map.copyOf(spec);
  }
}
