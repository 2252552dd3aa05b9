package io.dbprovision.core.discovery;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.Events;
import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.kube.NewObject;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.secret.LabelValues;
import io.dbprovision.core.secret.SecretNames;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the object that keeps what was found. It asks for nothing but the name, so that nothing on
 * the server changes; it reports drift and mends none; and its deletion leaves the server's object
 * alone unless the user says otherwise.
 */
final class Adoption {
  private final Resources resources;
  private final Events events;
  private final DiscoveryObserver observer;

  @Inject
  Adoption(Resources resources, Events events, DiscoveryObserver observer) {
    this.resources = resources;
    this.events = events;
    this.observer = observer;
  }

  /**
   * @param wish one that is on the server and that nobody keeps
   * @return why it could not be done; empty when an object keeps it now
   */
  Optional<String> adopt(CustomResource instance, Sort sort, Wish wish) {
    CustomKind kind = sort.madeFor(instance, wish);
    ResourceKey key =
        new ResourceKey(
            kind, kind.namespaced() ? wish.namespace() : "", SecretNames.valid(wish.name()));
    try {
      if (kind.namespaced() && wish.namespace().isEmpty()) {
        throw new KubeException(
            KubeException.Kind.INVALID, "write it as namespace/name, to say where to keep it");
      }
      resources.create(
          new NewObject(key, labels(instance), annotations(kind), spec(instance, sort, wish)));
    } catch (KubeException e) {
      observer.adopted(key, false);
      String why =
          e.kind() == KubeException.Kind.EXISTS
              ? "%s is there already and keeps something else".formatted(key)
              : String.valueOf(e.getMessage());
      String sentence = "%s %s cannot be adopted: %s".formatted(sort.noun(), wish.name(), why);
      events.warning(instance, "AdoptionFailed", sentence);
      return Optional.of(sentence);
    }
    observer.adopted(key, true);
    events.normal(
        instance, "Adopted", "%s %s is kept by %s now".formatted(sort.noun(), wish.name(), key));
    return Optional.empty();
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
