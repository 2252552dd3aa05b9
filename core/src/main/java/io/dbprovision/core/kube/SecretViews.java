package io.dbprovision.core.kube;

import io.dbprovision.core.kube.Secrets.Draft;
import io.dbprovision.core.kube.Secrets.OwnerReference;
import io.dbprovision.core.kube.Secrets.Secret;
import io.dbprovision.spi.SecretText;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Secrets as they travel, and as the core sees them. */
final class SecretViews {
  private SecretViews() {}

  static Secret secret(GenericKubernetesResource object) {
    ObjectMeta meta = object.getMetadata();
    Optional<io.fabric8.kubernetes.api.model.OwnerReference> controller =
        Views.orEmpty(meta.getOwnerReferences()).stream()
            .filter(owner -> Boolean.TRUE.equals(owner.getController()))
            .findFirst();
    Map<String, SecretText> data = new LinkedHashMap<>();
    Views.fields(object, "data").values().forEach((key, value) -> data.put(key, decoded(value)));
    return new Secret(
        Views.orEmpty(meta.getNamespace()),
        meta.getName(),
        meta.getUid(),
        meta.getResourceVersion(),
        object.getAdditionalProperties().get("type") instanceof String type ? type : "Opaque",
        Boolean.TRUE.equals(object.getAdditionalProperties().get("immutable")),
        Views.orEmpty(meta.getLabels()),
        Views.orEmpty(meta.getAnnotations()),
        data,
        controller.map(owner -> owner.getUid()).orElse(null),
        controller.map(owner -> owner.getKind() + " " + owner.getName()).orElse(""));
  }

  static Map<String, Object> body(Draft draft) {
    Map<String, Object> meta = new LinkedHashMap<>();
    meta.put("namespace", draft.namespace());
    meta.put("name", draft.name());
    meta.put("labels", draft.labels());
    meta.put("annotations", draft.annotations());
    if (draft.owner() != null) {
      meta.put("ownerReferences", List.of(owner(draft.owner())));
    }
    return Map.of(
        "apiVersion",
        "v1",
        "kind",
        "Secret",
        "metadata",
        meta,
        "type",
        draft.type(),
        "data",
        encode(draft.data()));
  }

  static Map<String, Object> encode(Map<String, SecretText> data) {
    Map<String, Object> encoded = new LinkedHashMap<>();
    data.forEach(
        (key, text) ->
            encoded.put(
                key,
                Base64.getEncoder()
                    .encodeToString(text.reveal().getBytes(StandardCharsets.UTF_8))));
    return encoded;
  }

  static Map<String, Object> owner(OwnerReference owner) {
    return Map.of(
        "apiVersion",
        owner.key().kind().apiVersion(),
        "kind",
        owner.key().kind().name(),
        "name",
        owner.key().name(),
        "uid",
        owner.uid(),
        "controller",
        true,
        // else the object could not go before its Secret, which it does itself
        "blockOwnerDeletion",
        false);
  }

  private static SecretText decoded(Object value) {
    return SecretText.of(
        value instanceof String text
            ? new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8)
            : "");
  }
}
