package io.dbprovision.core.kube;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Metadata;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sends a status, and nothing but a status. */
final class StatusWriter {
  private static final int ATTEMPTS = 5;

  private final ApiServer api;
  private final ForeignStatus foreign;

  StatusWriter(ApiServer api, ForeignStatus foreign) {
    this.api = api;
    this.foreign = foreign;
  }

  /**
   * The uid alone does not keep an apply from another object of the same name, the resource version
   * does. When somebody else has changed the same object meanwhile, its spec for example, the
   * status is sent again on top of that.
   *
   * @param version the newest one that is known
   */
  GenericKubernetesResource write(
      CustomResource resource, String version, Map<String, Object> status) {
    ApiPath path = ApiPath.of(resource.key());
    String current = version;
    if (foreign.in(resource.metadata().uid())) {
      current = takeOver(resource);
    }
    for (int attempt = 1; ; attempt++) {
      try {
        return api.patch(path.status(), "status", Patch.apply(body(resource, current, status)));
      } catch (KubeException e) {
        if (e.kind() != KubeException.Kind.CONFLICT || attempt == ATTEMPTS) {
          throw e;
        }
        current = same(resource).getMetadata().getResourceVersion();
      }
    }
  }

  private String takeOver(CustomResource resource) {
    for (int attempt = 1; ; attempt++) {
      GenericKubernetesResource stored = same(resource);
      try {
        GenericKubernetesResource taken =
            api.patch(ApiPath.of(resource.key()), "patch", foreign.takeOver(stored));
        foreign.forget(resource.metadata().uid());
        return taken.getMetadata().getResourceVersion();
      } catch (KubeException e) {
        if (e.kind() != KubeException.Kind.CONFLICT || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private GenericKubernetesResource same(CustomResource resource) {
    return api.get(ApiPath.of(resource.key()))
        .filter(stored -> resource.metadata().uid().equals(stored.getMetadata().getUid()))
        .orElseThrow(
            () ->
                new KubeException(
                    KubeException.Kind.NOT_FOUND,
                    resource.key() + " with uid " + resource.metadata().uid() + " is gone"));
  }

  private static Map<String, Object> body(
      CustomResource resource, String version, Map<String, Object> status) {
    Metadata metadata = resource.metadata();
    Map<String, Object> meta = new LinkedHashMap<>();
    meta.put("name", metadata.name());
    if (!metadata.namespace().isEmpty()) {
      meta.put("namespace", metadata.namespace());
    }
    meta.put("uid", metadata.uid());
    meta.put("resourceVersion", version);
    return Map.of(
        "apiVersion",
        resource.kind().apiVersion(),
        "kind",
        resource.kind().name(),
        "metadata",
        meta,
        "status",
        status);
  }
}
