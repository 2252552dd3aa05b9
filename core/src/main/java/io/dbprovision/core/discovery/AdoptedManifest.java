package io.dbprovision.core.discovery;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.NewObject;
import io.dbprovision.core.secret.LabelValues;
import io.dbprovision.core.secret.SecretNames;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The object that keeps what was found. It asks for nothing but the name, so that nothing on the
 * server changes; it reports drift and mends none; and its deletion leaves the server's object
 * alone unless the user says otherwise.
 */
final class AdoptedManifest {
  private AdoptedManifest() {}

  static NewObject of(CustomResource instance, Sort sort, Wish wish) {
    CustomKind kind = sort.madeFor(instance, wish);
    ResourceKey key =
        new ResourceKey(
            kind, kind.namespaced() ? wish.namespace() : "", SecretNames.valid(wish.name()));
    return new NewObject(key, labels(instance), annotations(kind), spec(instance, sort, wish));
  }

  private static Map<String, String> labels(CustomResource instance) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(Keys.ADOPTED_LABEL, "true");
    labels.put(Keys.INSTANCE_LABEL, LabelValues.of(instance.name()));
    String operator = instance.metadata().labels().get(Keys.OPERATOR_INSTANCE_ID);
    if (operator != null) {
      labels.put(Keys.OPERATOR_INSTANCE_ID, operator);
    }
    return labels;
  }

  private static Map<String, String> annotations(CustomKind kind) {
    return kind.equals(CustomKind.DATABASE)
        ? Map.of(Keys.ADOPT, "true")
        : Map.of(Keys.ADOPT, "true", Keys.DELETION_POLICY, "Retain");
  }

  private static Map<String, Object> spec(CustomResource instance, Sort sort, Wish wish) {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put(
        instance.kind().namespaced() ? "instanceRef" : "clusterInstanceRef",
        Map.of("name", instance.name()));
    spec.put(sort.nameField(), wish.name());
    spec.put("driftPolicy", Map.of("mode", "detect"));
    if (sort.made().equals(CustomKind.DATABASE)) {
      spec.put("deletionPolicy", "Retain");
    }
    return spec;
  }
}
