package io.dbprovision.core.kube;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.spi.SecretText;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Secrets by single requests; nothing of them is kept. */
final class KubeSecrets implements Secrets {
  private static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  private static final String OUR_PREFIX = CustomKind.GROUP + "/";

  private final ApiServer api;

  KubeSecrets(ApiServer api) {
    this.api = api;
  }

  @Override
  public Optional<Secret> get(String namespace, String name) {
    try {
      return api.get(ApiPath.secrets(namespace).named(name)).map(SecretViews::secret);
    } catch (KubeException e) {
      // a name no Secret can have
      if (e.kind() == KubeException.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public Map<String, byte[]> bytes(String namespace, String name) {
    Map<String, byte[]> bytes = new LinkedHashMap<>();
    api.get(ApiPath.secrets(namespace).named(name))
        .ifPresent(
            found -> {
              Fields data = Views.fields(found, "data");
              for (String key : data.values().keySet()) {
                data.text(key).ifPresent(text -> bytes.put(key, Base64.getDecoder().decode(text)));
              }
            });
    return bytes;
  }

  @Override
  public Secret create(Draft draft) {
    try {
      return SecretViews.secret(
          api.create(ApiPath.secrets(draft.namespace()), SecretViews.body(draft)));
    } catch (KubeException e) {
      if (e.kind() != KubeException.Kind.EXISTS) {
        throw e;
      }
      // the answer to our own first attempt may have been lost
      return get(draft.namespace(), draft.name())
          .filter(stored -> holds(stored, draft))
          .orElseThrow(() -> e);
    }
  }

  @Override
  public Secret update(Secret current, Draft draft) {
    Map<String, Object> meta = preconditions(current);
    meta.put(
        "labels", changes(current.labels(), draft.labels(), named(current, Keys.TEMPLATE_LABELS)));
    meta.put(
        "annotations",
        changes(
            current.annotations(), draft.annotations(), named(current, Keys.TEMPLATE_ANNOTATIONS)));
    if (draft.owner() != null && !draft.owner().uid().equals(current.controller())) {
      meta.put("ownerReferences", List.of(SecretViews.owner(draft.owner())));
    }
    Map<String, Object> data = SecretViews.encode(draft.data());
    current.data().keySet().stream()
        .filter(key -> !draft.data().containsKey(key))
        .forEach(key -> data.put(key, null));
    try {
      return patch(current, Map.of("metadata", meta, "data", data));
    } catch (KubeException e) {
      if (e.kind() != KubeException.Kind.CONFLICT) {
        throw e;
      }
      return get(current.namespace(), current.name())
          .filter(stored -> stored.uid().equals(current.uid()) && holds(stored, draft))
          .orElseThrow(() -> e);
    }
  }

  @Override
  public Secret set(Secret current, String key, SecretText value, Map<String, String> annotations) {
    try {
      return SecretViews.secret(
          api.patch(
              path(current), "update", Patch.strategic(oneKey(current, key, value, annotations))));
    } catch (KubeException e) {
      if (e.kind() != KubeException.Kind.CONFLICT) {
        throw e;
      }
      // the answer to our own first attempt may have been lost
      return get(current.namespace(), current.name())
          .filter(
              stored ->
                  stored.uid().equals(current.uid())
                      && stored.text(key).filter(value::equals).isPresent()
                      && stored.annotations().entrySet().containsAll(annotations.entrySet()))
          .orElseThrow(() -> e);
    }
  }

  @Override
  public void checkSet(Secret current, String key, SecretText value) {
    api.patch(
        path(current), "check", Patch.strategic(oneKey(current, key, value, Map.of())).tried());
  }

  private static Map<String, Object> oneKey(
      Secret current, String key, SecretText value, Map<String, String> annotations) {
    Map<String, Object> meta = preconditions(current);
    meta.put("annotations", annotations);
    return Map.of("metadata", meta, "data", SecretViews.encode(Map.of(key, value)));
  }

  @Override
  public void delete(Secret current) {
    try {
      api.delete(path(current), current.uid());
    } catch (KubeException e) {
      // gone, or another Secret stands in its place: ours is not there any more
      if (e.kind() != KubeException.Kind.NOT_FOUND && e.kind() != KubeException.Kind.CONFLICT) {
        throw e;
      }
    }
  }

  @Override
  public void release(Secret current, ResourceKey owner) {
    Optional<GenericKubernetesResource> stored =
        api.get(path(current))
            .filter(object -> current.uid().equals(object.getMetadata().getUid()));
    if (stored.isEmpty()) {
      return;
    }
    Secret now = SecretViews.secret(stored.get());
    Map<String, Object> meta = preconditions(now);
    meta.put("labels", withoutOurs(now.labels()));
    meta.put("annotations", withoutOurs(now.annotations()));
    meta.put("ownerReferences", withoutOwner(stored.get(), owner));
    patch(now, Map.of("metadata", meta));
  }

  private Secret patch(Secret current, Map<String, Object> body) {
    return SecretViews.secret(api.patch(path(current), "update", Patch.strategic(body)));
  }

  private static ApiPath path(Secret secret) {
    return ApiPath.secrets(secret.namespace()).named(secret.name());
  }

  private static Map<String, Object> preconditions(Secret secret) {
    Map<String, Object> meta = new LinkedHashMap<>();
    meta.put("uid", secret.uid());
    meta.put("resourceVersion", secret.resourceVersion());
    return meta;
  }

  /** What to set, and our own keys that are not wanted any more; foreign ones are not named. */
  private static Map<String, Object> changes(
      Map<String, String> current, Map<String, String> wanted, Set<String> ours) {
    Map<String, Object> changes = new HashMap<>();
    current.keySet().stream()
        .filter(key -> key.startsWith(OUR_PREFIX) || ours.contains(key))
        .forEach(key -> changes.put(key, null));
    changes.putAll(wanted);
    return changes;
  }

  /** What the template had when it was last written. */
  private static Set<String> named(Secret current, String record) {
    return Set.of(current.annotations().getOrDefault(record, "").split(",", -1));
  }

  private static Map<String, Object> withoutOurs(Map<String, String> current) {
    Map<String, Object> changes = changes(current, Map.of(), Set.of());
    // the only copy of the password may be in this one, when a template left it out of the data
    changes.remove(Keys.MANAGED_PASSWORD);
    if (Patch.FIELD_MANAGER.equals(current.get(MANAGED_BY))) {
      changes.put(MANAGED_BY, null);
    }
    return changes;
  }

  private static List<Object> withoutOwner(GenericKubernetesResource object, ResourceKey owner) {
    List<Object> changes = new ArrayList<>();
    Views.orEmpty(object.getMetadata().getOwnerReferences()).stream()
        .filter(
            reference ->
                owner.kind().name().equals(reference.getKind())
                    && owner.name().equals(reference.getName())
                    && Objects.toString(reference.getApiVersion())
                        .startsWith(CustomKind.GROUP + "/"))
        .forEach(reference -> changes.add(Map.of("$patch", "delete", "uid", reference.getUid())));
    return changes;
  }

  private static boolean holds(Secret stored, Draft draft) {
    return stored.data().equals(draft.data())
        && stored.labels().entrySet().containsAll(draft.labels().entrySet())
        && stored.annotations().entrySet().containsAll(draft.annotations().entrySet())
        && (draft.owner() == null || draft.owner().uid().equals(stored.controller()));
  }
}
