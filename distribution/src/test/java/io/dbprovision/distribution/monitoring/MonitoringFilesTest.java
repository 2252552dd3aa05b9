package io.dbprovision.distribution.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Rules and dashboards as far as nothing has to run for it. */
class MonitoringFilesTest {
  /** By which existing installations find them. */
  private static final List<String> DASHBOARDS =
      List.of(
          "dbops-backups",
          "dbops-databases",
          "dbops-grants",
          "dbops-instances",
          "dbops-overview",
          "dbops-restores",
          "dbops-roles",
          "dbops-schedules",
          "dbops-users");

  /** On which existing installations route. */
  private static final List<String> ROUTED =
      List.of(
          "DatabaseInstanceUnhealthy",
          "DatabaseInstanceConnectionFailures",
          "DatabaseInstanceHighConnectionLatency",
          "DatabaseBackupFailed",
          "DatabaseBackupStale",
          "DatabaseBackupSlow",
          "DatabaseRestoreFailed",
          "DatabaseOperationFailures",
          "UserOperationFailures");

  private static final List<String> RECORDED =
      List.of(
          "dbops:connection_success_rate:5m",
          "dbops:backup_success_rate:1h",
          "dbops:database_operation_success_rate:5m");

  @Test
  void everyAlertSaysHowBadItIsWhatItIsAndTheWayOutWhichThePageTellsAtLength() {
    String page = MonitoringFiles.read(MonitoringFiles.PAGE);
    for (JsonNode alert : MonitoringFiles.alerts()) {
      String name = alert.path("alert").asText();
      assertThat(alert.path("labels").path("severity").asText())
          .as(name)
          .isIn("critical", "warning");
      JsonNode told = alert.path("annotations");
      assertThat(told.path("summary").asText()).as(name).isNotBlank();
      assertThat(told.path("description").asText())
          .as(name)
          .hasSizeGreaterThan(80)
          .endsWith("docs/monitoring.md#" + name.toLowerCase(Locale.ROOT));
      assertThat(page).as("docs/monitoring.md").contains("\n### " + name + "\n");
    }
  }

  @Test
  void everyAlertHasACaseInWhichItFires() {
    String cases = MonitoringFiles.yaml(MonitoringFiles.CASES).toString();
    for (JsonNode alert : MonitoringFiles.alerts()) {
      assertThat(cases).contains("alertname=\\\"" + alert.path("alert").asText() + "\\\"");
    }
  }

  @Test
  void whatExistingInstallationsRouteOnIsThere() {
    assertThat(MonitoringFiles.alerts())
        .extracting(alert -> alert.path("alert").asText())
        .containsAll(ROUTED)
        .doesNotHaveDuplicates();
    assertThat(MonitoringFiles.rules())
        .extracting(rule -> rule.path("record").asText())
        .containsAll(RECORDED);
  }

  @Test
  void theDashboardsAreThoseThatExistAlreadyAndWorkWithAnyDataSource() {
    List<String> uids = new ArrayList<>();
    for (JsonNode dashboard : MonitoringFiles.dashboards()) {
      String title = dashboard.path("title").asText();
      uids.add(dashboard.path("uid").asText());
      assertThat(dashboard.path("templating").path("list"))
          .as(title)
          .extracting(variable -> variable.path("name").asText())
          .contains("datasource", "namespace");
      List<Integer> ids = new ArrayList<>();
      for (JsonNode panel : dashboard.path("panels")) {
        ids.add(panel.path("id").asInt());
        for (JsonNode target : panel.path("targets")) {
          assertThat(target.path("expr").asText()).as(title).isNotBlank();
          assertThat(target.path("datasource").path("uid").asText()).isEqualTo("${datasource}");
        }
      }
      assertThat(ids).as(title).hasSizeGreaterThan(5).doesNotHaveDuplicates();
    }
    assertThat(uids).containsExactlyElementsOf(DASHBOARDS);
  }

  @Test
  void aQueryTellsItsMetricsAndLabels() {
    Query query =
        new Query(
            "here",
            "max by (namespace, pod) (dbops_a_total{b=~\"dbops_c\", d!=\"\"}) / on () dbops:e:5m");

    assertThat(query.metrics()).containsExactlyInAnyOrder("dbops_a_total", "dbops:e:5m");
    assertThat(query.labels()).containsExactlyInAnyOrder("namespace", "pod", "b", "d");
  }
}
