package io.dbprovision.core.kube;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Metadata;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Adds and removes finalizers without ever making an object, or touching another one's. */
final class FinalizerWriter {
  private static final int ATTEMPTS = 5;

  private final ApiServer api;

  FinalizerWriter(ApiServer api) {
    this.api = api;
  }

  /** By merge patch: an apply would make the object anew if it were gone. */
  GenericKubernetesResource add(CustomResource resource) {
    Metadata metadata = resource.metadata();
    if (metadata.deleting()) {
      throw new KubeException(
          KubeException.Kind.CONFLICT, resource.key() + " is being deleted: no new finalizer");
    }
    List<String> finalizers = new ArrayList<>(metadata.finalizers());
    finalizers.add(resource.kind().finalizer());
    return api.patch(
        ApiPath.of(resource.key()),
        "finalizer",
        Patch.merge(
            Map.of(
                "metadata",
                Map.of(
                    "uid",
                    metadata.uid(),
                    "resourceVersion",
                    metadata.resourceVersion(),
                    "finalizers",
                    finalizers))));
  }

  /**
   * Each is removed at its place and only if it still stands there; the list is read again when
   * somebody has moved it.
   *
   * @return empty when there was nothing to do any more
   */
  Optional<GenericKubernetesResource> remove(CustomResource resource) {
    String uid = resource.metadata().uid();
    List<String> present = resource.metadata().finalizers();
    for (int attempt = 1; ; attempt++) {
      List<Map<String, Object>> operations = removals(uid, present, resource.kind().finalizers());
      if (operations.size() == 1) {
        return Optional.empty();
      }
      try {
        return Optional.of(
            api.patch(ApiPath.of(resource.key()), "finalizer", Patch.json(operations)));
      } catch (KubeException e) {
        boolean moved =
            e.kind() == KubeException.Kind.INVALID || e.kind() == KubeException.Kind.CONFLICT;
        if (e.kind() == KubeException.Kind.NOT_FOUND) {
          return Optional.empty();
        }
        if (!moved || attempt == ATTEMPTS) {
          throw e;
        }
      }
      Optional<GenericKubernetesResource> stored =
          api.get(ApiPath.of(resource.key())).filter(now -> uid.equals(now.getMetadata().getUid()));
      if (stored.isEmpty()) {
        return Optional.empty();
      }
      present = Views.orEmpty(stored.get().getMetadata().getFinalizers());
    }
  }

  private static List<Map<String, Object>> removals(
      String uid, List<String> present, List<String> ours) {
    List<Map<String, Object>> operations = new ArrayList<>();
    operations.add(Patch.test("/metadata/uid", uid));
    // from the end, so that the places before it stay as they are
    for (int place = present.size() - 1; place >= 0; place--) {
      if (ours.contains(present.get(place))) {
        String path = "/metadata/finalizers/" + place;
        operations.add(Patch.test(path, present.get(place)));
        operations.add(Patch.remove(path));
      }
    }
    return operations;
  }
}
