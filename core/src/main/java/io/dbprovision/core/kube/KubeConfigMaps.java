package io.dbprovision.core.kube;

import io.dbprovision.core.api.Fields;
import java.util.Optional;

/** {@link ConfigMaps} by plain requests. */
final class KubeConfigMaps implements ConfigMaps {
  private final Rest rest;

  KubeConfigMaps(Rest rest) {
    this.rest = rest;
  }

  @Override
  public Optional<ConfigMap> get(String namespace, String name) {
    return rest.get(Paths.configMap(namespace, name))
        .map(
            object -> {
              Fields fields = Fields.of(object);
              return new ConfigMap(
                  namespace,
                  name,
                  fields.object("metadata").text("resourceVersion", ""),
                  fields.textMap("data"));
            });
  }
}
