package io.dbprovision.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts and dashboards on their way into a kustomization and into the chart. */
class ChartFilesTest {
  private static final String MONITORING = "distribution/monitoring/";
  private static final YAMLMapper YAML = new YAMLMapper();
  @TempDir Path repo;

  @BeforeEach
  void theRolesAreThere() throws IOException {
    for (String role : ChartFiles.RIGHTS.values()) {
      write("distribution/config/" + role, "rules: []\n");
    }
  }

  @Test
  void withoutAlertsAndDashboardsThereIsWhatToScrapeAlone() throws IOException {
    SortedMap<String, String> files = files();

    assertThat(files.keySet()).noneMatch(path -> path.contains("alerts") || path.endsWith(".json"));
    assertThat(resources(files)).isEqualTo("[\"service_monitor.yaml\"]");
  }

  @Test
  void alertsBecomeARuleWithTheGroupsAsTheyAre() throws IOException {
    String alerts = "# why\ngroups:\n  - name: a\n\n    rules: [{alert: B, expr: up == 0}]\n";
    write(MONITORING + "alerts.yaml", alerts);

    SortedMap<String, String> files = files();

    JsonNode rule = YAML.readTree(files.get(MONITORING + "prometheus_rule.yaml"));
    assertThat(rule.path("kind").asText()).isEqualTo("PrometheusRule");
    assertThat(rule.at("/spec/groups")).isEqualTo(YAML.readTree(alerts).path("groups"));
    assertThat(files.get(ChartFiles.CHART + "files/alerts.yaml")).isEqualTo(alerts);
    assertThat(resources(files)).isEqualTo("[\"service_monitor.yaml\",\"prometheus_rule.yaml\"]");
  }

  @Test
  void eachDashboardIsAConfigMapOfItsOwn() throws IOException {
    write(MONITORING + "dashboards/overview.json", "{}");
    write(MONITORING + "dashboards/backups.json", "{\"a\": 1}");
    write(MONITORING + "dashboards/README.md", "no dashboard");

    SortedMap<String, String> files = files();

    JsonNode maps =
        YAML.readTree(files.get(MONITORING + "kustomization.yaml")).path("configMapGenerator");
    assertThat(maps.findValuesAsText("name"))
        .containsExactly(
            "db-provision-operator-dashboard-backups", "db-provision-operator-dashboard-overview");
    assertThat(maps.at("/0/files/0").asText()).isEqualTo("dashboards/backups.json");
    assertThat(files).containsEntry(ChartFiles.CHART + "files/dashboards/overview.json", "{}");
  }

  private SortedMap<String, String> files() {
    return ChartFiles.of(repo, Map.of());
  }

  private static String resources(SortedMap<String, String> files) throws IOException {
    return YAML.readTree(files.get(MONITORING + "kustomization.yaml")).path("resources").toString();
  }

  private void write(String path, String text) throws IOException {
    Path file = repo.resolve(path);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }
}
