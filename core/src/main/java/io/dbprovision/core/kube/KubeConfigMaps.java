package io.dbprovision.core.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Optional;

/** ConfigMaps by single requests. */
final class KubeConfigMaps implements ConfigMaps {
  private final ApiServer api;

  KubeConfigMaps(ApiServer api) {
    this.api = api;
  }

  @Override
  public Optional<ConfigMap> get(String namespace, String name) {
    try {
      return api.get(ApiPath.configMaps(namespace).named(name)).map(KubeConfigMaps::view);
    } catch (KubeException e) {
      // a name no ConfigMap can have
      if (e.kind() == KubeException.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static ConfigMap view(GenericKubernetesResource object) {
    return new ConfigMap(
        Views.orEmpty(object.getMetadata().getNamespace()),
        object.getMetadata().getName(),
        object.getMetadata().getResourceVersion(),
        io.dbprovision.core.api.Fields.of(object.getAdditionalProperties()).textMap("data"));
  }
}
