package io.dbprovision.core.kube;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Metadata;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The core's own view of an untyped object: only what it reads, which is half of the memory. */
final class Views {
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private Views() {}

  static CustomResource resource(CustomKind kind, GenericKubernetesResource object) {
    return new CustomResource(
        kind, metadata(object.getMetadata()), fields(object, "spec"), fields(object, "status"));
  }

  /** Of an object as JSON has it. */
  static CustomResource resource(CustomKind kind, Fields object) {
    Fields meta = object.object("metadata");
    Metadata metadata =
        new Metadata(
            meta.text("namespace", ""),
            meta.text("name", ""),
            meta.text("uid", ""),
            meta.text("resourceVersion", ""),
            meta.number("generation", 0),
            instant(meta.text("creationTimestamp").orElse(null)),
            instant(meta.text("deletionTimestamp").orElse(null)),
            meta.textMap("labels"),
            withoutCopyOfTheManifest(meta.textMap("annotations")),
            meta.texts("finalizers"),
            meta.objects("ownerReferences").stream().map(owner -> owner.text("uid", "")).toList());
    return new CustomResource(kind, metadata, object.object("spec"), object.object("status"));
  }

  static Metadata metadata(ObjectMeta meta) {
    Long generation = meta.getGeneration();
    return new Metadata(
        orEmpty(meta.getNamespace()),
        orEmpty(meta.getName()),
        orEmpty(meta.getUid()),
        orEmpty(meta.getResourceVersion()),
        generation == null ? 0 : generation,
        instant(meta.getCreationTimestamp()),
        instant(meta.getDeletionTimestamp()),
        orEmpty(meta.getLabels()),
        withoutCopyOfTheManifest(orEmpty(meta.getAnnotations())),
        orEmpty(meta.getFinalizers()),
        orEmpty(meta.getOwnerReferences()).stream().map(OwnerReference::getUid).toList());
  }

  /** As it is sent to be made. */
  static Map<String, Object> body(NewObject object) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", object.key().name());
    if (object.key().kind().namespaced()) {
      metadata.put("namespace", object.key().namespace());
    }
    metadata.put("labels", object.labels());
    metadata.put("annotations", object.annotations());
    object.owner().ifPresent(owner -> metadata.put("ownerReferences", List.of(reference(owner))));
    return Map.of(
        "apiVersion",
        object.key().kind().apiVersion(),
        "kind",
        object.key().kind().name(),
        "metadata",
        metadata,
        "spec",
        object.spec());
  }

  private static Map<String, Object> reference(CustomResource owner) {
    return Map.of(
        "apiVersion",
        owner.kind().apiVersion(),
        "kind",
        owner.kind().name(),
        "name",
        owner.name(),
        "uid",
        owner.metadata().uid(),
        "controller",
        true);
  }

  static Fields fields(GenericKubernetesResource object, String name) {
    Map<String, Object> properties = object.getAdditionalProperties();
    return properties == null ? Fields.empty() : Fields.of(properties).object(name);
  }

  static String orEmpty(@Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }

  static <V> Map<String, V> orEmpty(@Nullable Map<String, V> map) {
    return Objects.requireNonNullElse(map, Map.of());
  }

  static <T> List<T> orEmpty(@Nullable List<T> list) {
    return Objects.requireNonNullElse(list, List.of());
  }

  private static Map<String, String> withoutCopyOfTheManifest(Map<String, String> annotations) {
    if (!annotations.containsKey(LAST_APPLIED)) {
      return annotations;
    }
    Map<String, String> rest = new LinkedHashMap<>(annotations);
    rest.remove(LAST_APPLIED);
    return rest;
  }

  static @Nullable Instant instant(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      // set, in whatever form: the object is being deleted
      return Instant.EPOCH;
    }
  }
}
