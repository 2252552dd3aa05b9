package io.dbprovision.core.kube;

import java.util.Map;
import java.util.Optional;

/** ConfigMaps, read by GET. Thread-safe; throws {@link KubeException}. */
public interface ConfigMaps {
  Optional<ConfigMap> get(String namespace, String name);

  record ConfigMap(
      String namespace, String name, String resourceVersion, Map<String, String> data) {
    public ConfigMap {
      data = Map.copyOf(data);
    }
  }
}
