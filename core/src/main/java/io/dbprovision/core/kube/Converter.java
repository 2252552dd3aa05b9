package io.dbprovision.core.kube;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Metadata;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes our views of what the API server sends. */
final class Converter {
  private Converter() {}

  /**
   * Shares the maps of spec and status with the given object: it must not be changed afterwards.
   */
  static CustomResource resource(CustomKind kind, GenericKubernetesResource object) {
    ObjectMeta meta = object.getMetadata();
    return new CustomResource(
        kind,
        new Metadata(
            Objects.requireNonNullElse(meta.getNamespace(), ""),
            meta.getName(),
            meta.getUid(),
            meta.getResourceVersion(),
            Objects.requireNonNullElse(meta.getGeneration(), 0L),
            instant(meta.getDeletionTimestamp()),
            orEmpty(meta.getLabels()),
            orEmpty(meta.getAnnotations()),
            Objects.requireNonNullElse(meta.getFinalizers(), List.of())),
        fields(object.getAdditionalProperties().get("spec")),
        fields(object.getAdditionalProperties().get("status")));
  }

  static CustomResource resource(CustomKind kind, Map<String, Object> object) {
    Fields fields = Fields.of(object);
    Fields meta = fields.object("metadata");
    return new CustomResource(
        kind,
        new Metadata(
            meta.text("namespace", ""),
            meta.text("name", ""),
            meta.text("uid", ""),
            meta.text("resourceVersion", ""),
            meta.number("generation", 0),
            instant(meta.text("deletionTimestamp").orElse(null)),
            meta.textMap("labels"),
            meta.textMap("annotations"),
            meta.texts("finalizers")),
        fields(object.get("spec")),
        fields(object.get("status")));
  }

  private static @Nullable Instant instant(@Nullable String time) {
    return time == null ? null : Instant.parse(time);
  }

  private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : map;
  }

  @SuppressWarnings("unchecked") // JSON objects have string keys
  private static Fields fields(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? Fields.of((Map<String, Object>) map) : Fields.empty();
  }
}
