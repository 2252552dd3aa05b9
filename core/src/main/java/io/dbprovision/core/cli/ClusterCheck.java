package io.dbprovision.core.cli;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.kube.Kube;
import io.dbprovision.core.schema.ComposedCrd;
import io.dbprovision.core.schema.CrdGaps;
import io.dbprovision.core.schema.SchemaFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at the API server: whether it answers, knows our kinds, and lets us do our work. */
final class ClusterCheck {
  private static final String INSTALL = "dbops crds | kubectl apply --server-side -f -";
  private static final int SHOWN = 3;

  private final Kube kube;
  private final List<ComposedCrd> crds;

  /**
   * @param crds as this installation composes them
   */
  ClusterCheck(Kube kube, List<ComposedCrd> crds) {
    this.kube = kube;
    this.crds = crds;
  }

  /**
   * @return whether our kinds are there and can be looked at
   * @throws io.dbprovision.core.kube.KubeException when the API server does not answer
   */
  boolean check(Checkup checkup) {
    // first: it tells a login that is refused from one that may not read namespaces
    List<String> missing = kube.missingKinds().stream().map(CustomKind::plural).sorted().toList();
    checkup.good("API server", "cluster " + kube.clusterId());
    if (missing.isEmpty()) {
      compare(checkup);
    } else {
      checkup.bad("CRDs", "missing: " + String.join(", ", missing), INSTALL);
    }
    List<String> forbidden = kube.missingPermissions();
    if (forbidden.isEmpty()) {
      checkup.good("permissions", "");
    } else {
      checkup.bad(
          "permissions",
          "not allowed: " + String.join("; ", forbidden),
          "kubectl apply -k distribution/config/default, or use the operator's own account");
    }
    checkJobs(checkup);
    checkWorkloads(checkup);
    return missing.isEmpty() && forbidden.isEmpty();
  }

  /** In a cluster these do backups and restores; elsewhere processes do. */
  private void checkJobs(Checkup checkup) {
    List<String> forbidden = kube.missingJobPermissions();
    if (forbidden.isEmpty()) {
      checkup.good("workers", "");
    } else {
      checkup.odd(
          "workers",
          "not allowed in all namespaces: " + String.join("; ", forbidden),
          "backups and restores with --worker=job, as in a cluster, fail: kubectl apply -k"
              + " distribution/config/default; --worker=process needs none of these rights");
    }
  }

  /** Nothing else needs these rights, and who has them may run anything. */
  private void checkWorkloads(Checkup checkup) {
    List<String> forbidden = kube.missingWorkloadPermissions();
    if (!forbidden.isEmpty()) {
      checkup.odd(
          "restarts",
          "not allowed in all namespaces: " + String.join("; ", forbidden),
          "only for spec.passwordRotation.restartWorkloads: kubectl apply -k"
              + " distribution/config/workload-restarts, or bind its role where it is wanted");
    }
  }

  private void compare(Checkup checkup) {
    List<String> gaps = new ArrayList<>();
    for (ComposedCrd crd : crds) {
      Optional<String> installed = kube.definition(crd.name());
      installed.ifPresent(
          json ->
              CrdGaps.of(
                      new SchemaFile(crd.name(), crd.yaml()),
                      new SchemaFile("the cluster's " + crd.name(), json))
                  .forEach(gap -> gaps.add(crd.kind() + " " + gap)));
    }
    if (gaps.isEmpty()) {
      checkup.good("CRDs", "");
    } else {
      String more = gaps.size() > SHOWN ? " and " + (gaps.size() - SHOWN) + " more" : "";
      checkup.bad(
          "CRDs",
          "out of date, without "
              + String.join(", ", gaps.subList(0, Math.min(SHOWN, gaps.size())))
              + more,
          INSTALL);
    }
  }
}
