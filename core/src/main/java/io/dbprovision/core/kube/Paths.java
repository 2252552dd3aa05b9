package io.dbprovision.core.kube;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.ResourceKey;

/**
 * Where things are in the API. Names are DNS names, checked by the API server before we see them.
 */
final class Paths {
  static final String MANAGER = "db-provision-operator";

  private Paths() {}

  static String of(ResourceKey key) {
    CustomKind kind = key.kind();
    String group = "/apis/" + kind.apiVersion();
    return kind.namespaced()
        ? group + "/namespaces/" + key.namespace() + "/" + kind.plural() + "/" + key.name()
        : group + "/" + kind.plural() + "/" + key.name();
  }

  static String secrets(String namespace) {
    return "/api/v1/namespaces/" + namespace + "/secrets";
  }

  static String secret(String namespace, String name) {
    return secrets(namespace) + "/" + name;
  }

  static String configMap(String namespace, String name) {
    return "/api/v1/namespaces/" + namespace + "/configmaps/" + name;
  }

  static String namespace(String name) {
    return "/api/v1/namespaces/" + name;
  }

  static String events(String namespace) {
    return "/api/v1/namespaces/" + (namespace.isEmpty() ? "default" : namespace) + "/events";
  }
}
