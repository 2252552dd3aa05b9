package io.dbprovision.core.kube;

import io.dbprovision.core.api.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Workloads by single requests, as {@code kubectl rollout restart} sends them. */
final class KubeWorkloads implements Workloads {
  private enum Type {
    DEPLOYMENT("Deployment", "deployments"),
    STATEFUL_SET("StatefulSet", "statefulsets"),
    DAEMON_SET("DaemonSet", "daemonsets");

    private final String kind;
    private final String plural;

    Type(String kind, String plural) {
      this.kind = kind;
      this.plural = plural;
    }
  }

  private final ApiServer api;

  KubeWorkloads(ApiServer api) {
    this.api = api;
  }

  @Override
  public Restarted restart(String namespace, String secret, String annotation, String value) {
    List<String> names = new ArrayList<>();
    List<KubeException> failures = new ArrayList<>();
    for (Type type : Type.values()) {
      ApiPath collection = ApiPath.apps(type.kind, type.plural, namespace);
      try {
        for (Fields workload : users(collection, secret)) {
          if (!says(workload, annotation, value)
              && patched(collection, workload, Map.of(annotation, value), failures)) {
            names.add(
                type.kind.toLowerCase(Locale.ROOT)
                    + "/"
                    + workload.object("metadata").text("name", ""));
          }
        }
      } catch (KubeException e) {
        failures.add(e);
      }
    }
    return new Restarted(names, failures);
  }

  /** Those that are there to stay. One namespace has few enough of them for one answer. */
  private List<Fields> users(ApiPath collection, String secret) {
    return api.get(collection).stream()
        .flatMap(list -> Fields.of(list.getAdditionalProperties()).objects("items").stream())
        .filter(item -> !item.object("metadata").has("deletionTimestamp"))
        .filter(item -> SecretUse.of(template(item).object("spec"), secret))
        .toList();
  }

  private static Fields template(Fields workload) {
    return workload.object("spec").object("template");
  }

  private static boolean says(Fields workload, String annotation, String value) {
    Fields metadata = template(workload).object("metadata");
    return value.equals(metadata.textMap("annotations").get(annotation));
  }

  private boolean patched(
      ApiPath collection,
      Fields workload,
      Map<String, String> annotations,
      List<KubeException> failures) {
    Fields metadata = workload.object("metadata");
    Map<String, Object> body =
        Map.of(
            "metadata",
            Map.of("uid", metadata.text("uid", "")),
            "spec",
            Map.of("template", Map.of("metadata", Map.of("annotations", annotations))));
    try {
      api.patch(collection.named(metadata.text("name", "")), "restart", Patch.strategic(body));
      return true;
    } catch (KubeException e) {
      // gone, or another one of its name: made after the Secret changed
      if (e.kind() != KubeException.Kind.NOT_FOUND && e.kind() != KubeException.Kind.CONFLICT) {
        failures.add(e);
      }
      return false;
    }
  }
}
