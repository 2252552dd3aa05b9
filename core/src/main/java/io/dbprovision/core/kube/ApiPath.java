package io.dbprovision.core.kube;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.ResourceKey;
import java.util.regex.Pattern;

/**
 * Where a collection or an object lives.
 *
 * @param kind for messages and metrics
 * @param path below the server's root, without a slash at its end
 */
record ApiPath(String kind, String path) {
  // names come from manifests: one with a slash or dots must not lead to another object
  private static final Pattern SEGMENT = Pattern.compile("[a-z0-9]([a-z0-9.-]*[a-z0-9])?");

  static ApiPath secrets(String namespace) {
    return core("Secret", "secrets", namespace);
  }

  static ApiPath configMaps(String namespace) {
    return core("ConfigMap", "configmaps", namespace);
  }

  static ApiPath events(String namespace) {
    return core("Event", "events", namespace);
  }

  static ApiPath apps(String kind, String plural, String namespace) {
    return new ApiPath(kind, "/apis/apps/v1/namespaces/" + checked(kind, namespace) + "/" + plural);
  }

  static ApiPath pods(String namespace) {
    return core("Pod", "pods", namespace);
  }

  static ApiPath jobs(String namespace) {
    return new ApiPath("Job", "/apis/batch/v1/namespaces/" + checked("Job", namespace) + "/jobs");
  }

  static ApiPath leases(String namespace) {
    return new ApiPath(
        "Lease",
        "/apis/coordination.k8s.io/v1/namespaces/" + checked("Lease", namespace) + "/leases");
  }

  static ApiPath jobsEverywhere() {
    return root("Job", "batch", "jobs");
  }

  static ApiPath namespaces() {
    return new ApiPath("Namespace", "/api/v1/namespaces");
  }

  static ApiPath definitions() {
    return root("CustomResourceDefinition", "apiextensions.k8s.io", "customresourcedefinitions");
  }

  static ApiPath group() {
    return new ApiPath("API group", "/apis/" + CustomKind.GROUP + "/" + CustomKind.VERSION);
  }

  static ApiPath root(String kind, String group, String plural) {
    return new ApiPath(kind, "/apis/" + group + "/v1/" + plural);
  }

  static ApiPath of(ResourceKey key) {
    return collection(key.kind(), key.namespace()).named(key.name());
  }

  /**
   * @param namespace ignored for a kind of the whole cluster
   */
  static ApiPath collection(CustomKind kind, String namespace) {
    String scope = kind.namespaced() ? "/namespaces/" + checked(kind.name(), namespace) : "";
    return new ApiPath(
        kind.name(),
        "/apis/" + CustomKind.GROUP + "/" + CustomKind.VERSION + scope + "/" + kind.plural());
  }

  /** All objects of the kind, whatever namespace they are in. */
  static ApiPath everywhere(CustomKind kind) {
    return new ApiPath(kind.name(), group().path() + "/" + kind.plural());
  }

  ApiPath named(String name) {
    return new ApiPath(kind, path + "/" + checked(kind, name));
  }

  ApiPath status() {
    return new ApiPath(kind, path + "/status");
  }

  ApiPath log() {
    return new ApiPath(kind, path + "/log");
  }

  private static ApiPath core(String kind, String plural, String namespace) {
    return new ApiPath(kind, "/api/v1/namespaces/" + checked(kind, namespace) + "/" + plural);
  }

  private static String checked(String kind, String name) {
    if (name.length() > 253 || !SEGMENT.matcher(name).matches() || name.contains("..")) {
      throw new KubeException(
          KubeException.Kind.NOT_FOUND, "no " + kind + " can have the name '" + name + "'");
    }
    return name;
  }

  /** Kind and the path from the namespace on. */
  @Override
  public String toString() {
    int namespaces = path.indexOf("/namespaces/");
    return kind + " " + (namespaces < 0 ? path : path.substring(namespaces + 12));
  }
}
