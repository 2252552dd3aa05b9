package io.dbprovision.core.kube;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.spi.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Asks the API server what our own account may do, as far as the operator needs it. */
final class Permissions {
  private static final String AUTHORIZATION = "authorization.k8s.io";

  /** What only users make and delete. */
  private static final Set<Kind> KEPT =
      Set.of(Kind.INSTANCE, Kind.RESTORE, CustomKind.BACKUP_SCHEDULE.spi());

  private record Need(String group, String resource, List<String> verbs) {}

  private final ApiServer api;

  Permissions(ApiServer api) {
    this.api = api;
  }

  /** Such as {@code patch databases.dbops.dbprovision.io/status}; in no order that matters. */
  List<String> missing() {
    return missing(needs());
  }

  /** The same of what only {@link Workloads} needs, in all namespaces. */
  List<String> missingForWorkloads() {
    return missing(
        Stream.of("deployments", "statefulsets", "daemonsets")
            .map(resource -> new Need("apps", resource, List.of("list", "patch")))
            .toList());
  }

  /** The same of what only {@link Jobs} needs, in all namespaces. */
  List<String> missingForJobs() {
    return missing(
        List.of(
            new Need("batch", "jobs", List.of("list", "create", "patch", "delete")),
            new Need("", "pods", List.of("get", "list")),
            new Need("", "pods/log", List.of("get"))));
  }

  private List<String> missing(List<Need> needs) {
    List<String> missing = new ArrayList<>();
    for (Need need : needs) {
      for (String verb : need.verbs()) {
        if (!allowed(need, verb)) {
          missing.add(
              verb
                  + " "
                  + need.resource()
                  + (need.group().isEmpty() ? "" : " of group " + need.group()));
        }
      }
    }
    return missing;
  }

  private static List<Need> needs() {
    List<Need> needs = new ArrayList<>();
    for (CustomKind kind : CustomKind.ALL) {
      needs.add(new Need(CustomKind.GROUP, kind.plural(), List.of("list", "watch", "patch")));
      if (!KEPT.contains(kind.spi())) {
        // whatever can depend on something goes with it, when the user agreed to that; a backup
        // whose time is over goes, too
        needs.add(new Need(CustomKind.GROUP, kind.plural(), List.of("delete")));
      }
      if (!KEPT.contains(kind.spi()) && !kind.spi().equals(Kind.GRANT)) {
        // what a user asks to adopt, and what a schedule makes
        needs.add(new Need(CustomKind.GROUP, kind.plural(), List.of("create")));
      }
      needs.add(new Need(CustomKind.GROUP, kind.plural() + "/status", List.of("patch")));
    }
    needs.add(
        new Need("", "secrets", List.of("get", "list", "watch", "create", "patch", "delete")));
    needs.add(new Need("", "configmaps", List.of("get", "list", "watch")));
    needs.add(new Need("", "namespaces", List.of("get", "list", "watch")));
    needs.add(new Need("", "events", List.of("create")));
    return needs;
  }

  private boolean allowed(Need need, String verb) {
    String[] parts = need.resource().split("/", 2);
    Map<String, Object> attributes =
        parts.length == 1
            ? Map.of("group", need.group(), "resource", parts[0], "verb", verb)
            : Map.of(
                "group", need.group(), "resource", parts[0], "subresource", parts[1], "verb", verb);
    return Views.fields(
            api.ask(
                ApiPath.root("SelfSubjectAccessReview", AUTHORIZATION, "selfsubjectaccessreviews"),
                Map.of(
                    "apiVersion",
                    AUTHORIZATION + "/v1",
                    "kind",
                    "SelfSubjectAccessReview",
                    "spec",
                    Map.of("resourceAttributes", attributes))),
            "status")
        .flag("allowed", false);
  }
}
