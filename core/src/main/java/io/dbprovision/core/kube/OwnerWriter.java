package io.dbprovision.core.kube;

import io.dbprovision.core.api.CustomResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes owners from objects, so that these outlive them. */
final class OwnerWriter {
  private static final int ATTEMPTS = 5;

  private final ApiServer api;

  OwnerWriter(ApiServer api) {
    this.api = api;
  }

  /**
   * Each reference is removed at its place and only if it still stands there.
   *
   * @return empty when there was nothing to do
   */
  Optional<GenericKubernetesResource> release(CustomResource resource, String ownerUid) {
    String uid = resource.metadata().uid();
    ApiPath path = ApiPath.of(resource.key());
    for (int attempt = 1; ; attempt++) {
      List<OwnerReference> present =
          api.get(path)
              .filter(now -> uid.equals(now.getMetadata().getUid()))
              .map(now -> Views.orEmpty(now.getMetadata().getOwnerReferences()))
              .orElse(List.of());
      if (present.stream().noneMatch(owner -> ownerUid.equals(owner.getUid()))) {
        return Optional.empty();
      }
      try {
        return Optional.of(api.patch(path, "owner", Patch.json(removals(uid, present, ownerUid))));
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
    }
  }

  private static List<Map<String, Object>> removals(
      String uid, List<OwnerReference> present, String ownerUid) {
    List<Map<String, Object>> operations = new ArrayList<>();
    operations.add(Patch.test("/metadata/uid", uid));
    // from the end, so that the places before it stay as they are
    for (int place = present.size() - 1; place >= 0; place--) {
      if (ownerUid.equals(present.get(place).getUid())) {
        String path = "/metadata/ownerReferences/" + place;
        operations.add(Patch.test(path + "/uid", ownerUid));
        operations.add(Patch.remove(path));
      }
    }
    return operations;
  }
}
