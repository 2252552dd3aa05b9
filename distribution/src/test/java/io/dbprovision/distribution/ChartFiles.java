package io.dbprovision.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the Helm chart and the folder of alerts and dashboards hold of files that are elsewhere: a
 * chart takes nothing from outside of it, and kustomize has no way to take a rule group into an
 * object.
 */
final class ChartFiles {
  static final String CHART = "distribution/helm/db-provision-operator/";
  private static final String CONFIG = "distribution/config/";
  private static final String MONITORING = "distribution/monitoring/";
  private static final String NAME = "db-provision-operator";

  /** Rules by their name in the chart. */
  static final Map<String, String> RIGHTS =
      Map.of(
          "role", "rbac/role.yaml",
          "leader_election_role", "rbac/leader_election_role.yaml",
          "watched_role", "namespaced/watched/role.yaml",
          "workers_role", "namespaced/operator/role.yaml",
          "workload_restarts_role", "workload-restarts/role.yaml");

  private final Path repo;
  private final SortedMap<String, String> files = new TreeMap<>();

  private ChartFiles(Path repo) {
    this.repo = repo;
  }

  /**
   * @param crds text by path below the root
   * @return text by path below the root
   */
  static SortedMap<String, String> of(Path repo, Map<String, String> crds) {
    ChartFiles made = new ChartFiles(repo);
    crds.forEach(
        (path, text) -> made.files.put(CHART + "files/crds/" + Path.of(path).getFileName(), text));
    RIGHTS.forEach(
        (name, path) ->
            made.files.put(CHART + "files/rbac/" + name + ".yaml", made.read(CONFIG + path)));
    made.monitoring();
    return made.files;
  }

  /** Alerts and dashboards; there may be none. */
  private void monitoring() {
    StringBuilder kustomization =
        new StringBuilder(
            """
            # Lists what is in this folder; `make crds` makes it anew.
            apiVersion: kustomize.config.k8s.io/v1alpha1
            kind: Component
            resources:
              - service_monitor.yaml
            """);
    if (Files.exists(repo.resolve(MONITORING + "alerts.yaml"))) {
      String alerts = read(MONITORING + "alerts.yaml");
      files.put(CHART + "files/alerts.yaml", alerts);
      files.put(MONITORING + "prometheus_rule.yaml", rule(alerts));
      kustomization.append("  - prometheus_rule.yaml\n");
    }
    List<String> dashboards = dashboards();
    if (!dashboards.isEmpty()) {
      kustomization.append("configMapGenerator:\n");
    }
    for (String dashboard : dashboards) {
      String path = "dashboards/" + dashboard + ".json";
      files.put(CHART + "files/" + path, read(MONITORING + path));
      kustomization.append(
          """
            - name: %1$s-dashboard-%2$s
              namespace: %1$s-system
              files: [%3$s]
              options: {disableNameSuffixHash: true, labels: {grafana_dashboard: "1"}}
          """
              .formatted(NAME, dashboard, path));
    }
    files.put(MONITORING + "kustomization.yaml", kustomization.toString());
  }

  private static String rule(String alerts) {
    return """
    # From alerts.yaml; `make crds` makes it anew.
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata:
      name: %1$s
      namespace: %1$s-system
      labels:
        control-plane: controller-manager
    spec:
    """
            .formatted(NAME)
        + alerts
            .lines()
            .map(line -> line.isBlank() ? "" : "  " + line)
            .collect(Collectors.joining("\n", "", "\n"));
  }

  /** By name, sorted. */
  private List<String> dashboards() {
    Path folder = repo.resolve(MONITORING + "dashboards");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(folder)) {
      return found
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".json"))
          .map(name -> name.substring(0, name.length() - ".json".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String read(String path) {
    try {
      return Files.readString(repo.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
