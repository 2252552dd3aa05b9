package io.dbprovision.core.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.runtime.Backoff;
import io.dbprovision.core.runtime.Controller;
import io.dbprovision.core.runtime.Outcome;
import io.dbprovision.core.runtime.OutcomeKind;
import io.dbprovision.core.runtime.ReconcileObserver;
import io.dbprovision.spi.ErrorKind;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorMetricsTest {
  private static final ObjectRef INSTANCE = ObjectRef.of("DatabaseInstance", "team-a", "main");
  private static final ObjectRef DATABASE = ObjectRef.of("Database", "team-a", "orders");
  private static final ObjectRef USER = ObjectRef.of("DatabaseUser", "team-a", "app");

  private final OperatorMetrics metrics = new OperatorMetrics("1.2.3");

  @Test
  void connectionsAreCountedAndTimedPerInstance() {
    metrics.instances().connectionAttempt(INSTANCE, "x", true, Duration.ofMillis(3));
    metrics.instances().connectionAttempt(INSTANCE, "x", false, Duration.ofSeconds(30));

    assertThat(scrape("dbops_connection_attempts"))
        .containsExactlyInAnyOrder(
            "dbops_connection_attempts_total{engine=\"x\",instance=\"main\",namespace=\"team-a\",status=\"success\"} 1.0",
            "dbops_connection_attempts_total{engine=\"x\",instance=\"main\",namespace=\"team-a\",status=\"failure\"} 1.0");
    assertThat(scrape("dbops_connection_latency_seconds_bucket"))
        .extracting(line -> line.replaceAll(".*le=\"([^\"]+)\".*", "$1"))
        .containsExactly(
            "0.001", "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1.0", "2.5", "5.0",
            "10.0", "+Inf");
    assertThat(scrape("dbops_connection_latency_seconds_count"))
        .containsExactly(
            "dbops_connection_latency_seconds_count{engine=\"x\",instance=\"main\",namespace=\"team-a\"} 1");
  }

  @Test
  void healthIsOneGaugeWithTheTimeOfTheLastCheck() {
    metrics.instances().healthChecked(INSTANCE, "x", true, Instant.ofEpochMilli(1_500));
    metrics.instances().healthChecked(INSTANCE, "x", false, Instant.ofEpochMilli(2_500));

    assertThat(scrape("dbops_instance_"))
        .containsExactlyInAnyOrder(
            "dbops_instance_healthy{engine=\"x\",instance=\"main\",namespace=\"team-a\"} 0.0",
            "dbops_instance_last_health_check_timestamp_seconds{engine=\"x\",instance=\"main\",namespace=\"team-a\"} 2.5");
  }

  @Test
  void aClusterWideInstanceHasAnEmptyNamespaceAndGoesWithoutTheNamespacedOneOfItsName() {
    ObjectRef wide = ObjectRef.of("ClusterDatabaseInstance", "", "main");
    for (ObjectRef instance : List.of(INSTANCE, wide)) {
      metrics.instances().connectionAttempt(instance, "x", true, Duration.ofMillis(3));
      metrics.instances().healthChecked(instance, "x", true, Instant.EPOCH);
      metrics.objects().observed(ObjectInfo.instance(instance, "Ready", "x", "18.1", "h", 1));
    }
    assertThat(scrape("dbops_instance_healthy"))
        .containsExactlyInAnyOrder(
            "dbops_instance_healthy{engine=\"x\",instance=\"main\",namespace=\"\"} 1.0",
            "dbops_instance_healthy{engine=\"x\",instance=\"main\",namespace=\"team-a\"} 1.0");
    assertThat(scrape("dbops_resource_count"))
        .contains(
            "dbops_resource_count{namespace=\"\",phase=\"Ready\",resource_type=\"clusterdatabaseinstance\"} 1.0");

    metrics.forget(wide);

    assertThat(scrape("dbops_"))
        .noneMatch(line -> line.contains("namespace=\"\""))
        .anyMatch(line -> line.contains("instance=\"main\",namespace=\"team-a\""));
  }

  @Test
  void operationsAreCountedByResult() {
    metrics
        .operations()
        .databaseOperation(Operation.CREATE, "x", true, "team-a", Duration.ofMillis(40));
    metrics.operations().userOperation(Operation.DRIFT_CORRECTION, "x", false, "team-a");

    assertThat(scrape("dbops_database_operations"))
        .containsExactly(
            "dbops_database_operations_total{engine=\"x\",namespace=\"team-a\",operation=\"create\",status=\"success\"} 1.0");
    assertThat(scrape("dbops_user_operations"))
        .containsExactly(
            "dbops_user_operations_total{engine=\"x\",namespace=\"team-a\",operation=\"drift_correction\",status=\"failure\"} 1.0");
    assertThat(scrape("dbops_database_operation_duration_seconds_bucket"))
        .hasSize(12)
        .first()
        .asString()
        .contains("le=\"0.01\"");
  }

  @Test
  void anObjectIsShownInOnePhaseOnly() {
    metrics.objects().observed(ObjectInfo.database(DATABASE, "Creating", "main", "orders_db"));
    metrics.objects().observed(ObjectInfo.database(DATABASE, "Ready", "main", "orders_db"));
    metrics.objects().observed(ObjectInfo.user(USER, "Pending", "main", "app"));
    metrics
        .objects()
        .observed(ObjectInfo.instance(INSTANCE, "Ready", "x", "18.1", "db.example", 5432));

    assertThat(scrape("dbops_database_info"))
        .containsExactly(
            "dbops_database_info{database=\"orders\",db_name=\"orders_db\",instance_ref=\"main\",namespace=\"team-a\",phase=\"Ready\"} 1");
    assertThat(scrape("dbops_user_info"))
        .containsExactly(
            "dbops_user_info{instance_ref=\"main\",namespace=\"team-a\",phase=\"Pending\",user=\"app\",username=\"app\"} 1");
    assertThat(scrape("dbops_instance_info"))
        .containsExactly(
            "dbops_instance_info{engine=\"x\",host=\"db.example\",instance=\"main\",namespace=\"team-a\",phase=\"Ready\",port=\"5432\",version=\"18.1\"} 1");
    assertThat(scrape("dbops_resource_count"))
        .containsExactlyInAnyOrder(
            "dbops_resource_count{namespace=\"team-a\",phase=\"Ready\",resource_type=\"database\"} 1.0",
            "dbops_resource_count{namespace=\"team-a\",phase=\"Ready\",resource_type=\"databaseinstance\"} 1.0",
            "dbops_resource_count{namespace=\"team-a\",phase=\"Pending\",resource_type=\"databaseuser\"} 1.0");
  }

  @Test
  void aForgottenObjectLeavesNoSeriesBehind() {
    for (ObjectRef instance : List.of(INSTANCE, ObjectRef.of("DatabaseInstance", "b", "other"))) {
      metrics.instances().connectionAttempt(instance, "x", true, Duration.ofMillis(3));
      metrics.instances().connectionAttempt(instance, "x", false, Duration.ofMillis(3));
      metrics.instances().healthChecked(instance, "x", true, Instant.EPOCH);
      metrics.objects().observed(ObjectInfo.instance(instance, "Ready", "x", "1", "h", 1));
      metrics.operations().driftKnown(instance, true);
    }
    metrics.instances().databaseSize(DATABASE, "main", "x", 4_096);
    assertThat(scrape("dbops_database_size_bytes")).hasSize(1);
    assertThat(scrape("dbops_")).anyMatch(line -> line.contains("\"main\""));

    metrics.forget(INSTANCE);
    metrics.forget(DATABASE);

    assertThat(scrape("dbops_"))
        .noneMatch(line -> line.contains("\"main\""))
        .noneMatch(line -> line.contains("database=\"orders\""))
        .anyMatch(line -> line.contains("\"other\""));
  }

  @Test
  void aDatabaseThatMovesHasOneSizeOnly() {
    metrics.instances().databaseSize(DATABASE, "old", "x", 1);
    metrics.instances().databaseSize(DATABASE, "new", "x", 2);

    assertThat(scrape("dbops_database_size_bytes"))
        .containsExactly(
            "dbops_database_size_bytes{database=\"orders\",engine=\"x\",instance=\"new\",namespace=\"team-a\"} 2.0");
  }

  @Test
  void driftGoesWhenItWasCorrected() {
    metrics.operations().driftKnown(DATABASE, true);
    metrics.operations().driftDetection(DATABASE, true);
    assertThat(scrape("dbops_drift_detected"))
        .containsExactly(
            "dbops_drift_detected{name=\"orders\",namespace=\"team-a\",resource_type=\"database\"} 1.0");
    metrics.operations().driftCorrection(DATABASE, true);
    metrics.operations().driftDetection(DATABASE, false);

    assertThat(scrape("dbops_drift"))
        .containsExactlyInAnyOrder(
            "dbops_drift_detected{name=\"orders\",namespace=\"team-a\",resource_type=\"database\"} 0.0",
            "dbops_drift_detections_total{namespace=\"team-a\",resource_type=\"database\",status=\"success\"} 1.0",
            "dbops_drift_detections_total{namespace=\"team-a\",resource_type=\"database\",status=\"failure\"} 1.0",
            "dbops_drift_corrections_total{namespace=\"team-a\",resource_type=\"database\",status=\"success\"} 1.0");
  }

  @Test
  void queuesAndWatchesAreAskedWhenTheyAreScraped() {
    Instant[] now = {Instant.EPOCH};
    InstantSource clock = () -> now[0];
    Controller<String> controller =
        new Controller<>(
            "databases",
            1,
            key -> Outcome.done(),
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(2), new Random(1)),
            ReconcileObserver.NONE,
            clock);
    metrics.controllers().watch(controller);
    metrics.controllers().watchAge("Database", () -> Duration.ofSeconds(7));
    controller.enqueue("a");
    controller.enqueue("b");
    now[0] = now[0].plusSeconds(5);

    assertThat(scrape("dbops_queue"))
        .containsExactlyInAnyOrder(
            "dbops_queue_depth{controller=\"databases\"} 2.0",
            "dbops_queue_oldest_age_seconds{controller=\"databases\"} 5.0");
    assertThat(scrape("dbops_watch"))
        .containsExactly("dbops_watch_last_event_age_seconds{kind=\"Database\"} 7.0");
  }

  @Test
  void reconcilesAndWritesAreCounted() {
    metrics.controllers().reconciled("users", OutcomeKind.CRASHED, Duration.ofMillis(20));
    metrics.controllers().apiWrite("DatabaseUser", "status");
    metrics.controllers().apiWrite("DatabaseUser", "status");

    assertThat(scrape("dbops_reconcile_duration_seconds_count"))
        .containsExactly(
            "dbops_reconcile_duration_seconds_count{controller=\"users\",outcome=\"crashed\"} 1");
    assertThat(scrape("dbops_api_writes"))
        .containsExactly("dbops_api_writes_total{kind=\"DatabaseUser\",operation=\"status\"} 2.0");
  }

  @Test
  void aPluginHasOneStateAndItsFailuresTellTheKind() {
    metrics.plugins().state("acme", "1.0.0", "loaded");
    metrics.plugins().state("acme", "1.0.0", "started");
    metrics.plugins().state("broken.jar", "", "refused");
    metrics.plugins().callSucceeded("acme", "plan", Duration.ofMillis(1));
    metrics.plugins().callFailed("acme", "plan", ErrorKind.UNREACHABLE, Duration.ofMillis(1));

    assertThat(scrape("dbops_plugin_info"))
        .containsExactlyInAnyOrder(
            "dbops_plugin_info{plugin=\"acme\",state=\"started\",version=\"1.0.0\"} 1",
            "dbops_plugin_info{plugin=\"broken.jar\",state=\"refused\",version=\"\"} 1");
    assertThat(scrape("dbops_plugin_call_failures"))
        .containsExactly(
            "dbops_plugin_call_failures_total{kind=\"unreachable\",operation=\"plan\",plugin=\"acme\"} 1.0");
    assertThat(scrape("dbops_plugin_call_duration_seconds_count")).hasSize(1);
  }

  @Test
  void theProcessShowsItsMemoryAndItsStart(@TempDir Path folder) throws Exception {
    Path status = Files.writeString(folder.resolve("status"), "Name:\tjava\nVmRSS:\t  2048 kB\n");

    assertThat(ProcessMetrics.residentBytes(status)).hasValue(2_097_152);
    assertThat(ProcessMetrics.residentBytes(folder.resolve("none"))).isEmpty();
    assertThat(scrape("process_start_time_seconds"))
        .singleElement()
        .asString()
        .matches("process_start_time_seconds [0-9.E]+");
    assertThat(scrape("process_cpu_seconds_total")).hasSize(1);
    assertThat(scrape("jvm_memory_used_bytes")).hasSize(1);
  }

  @Test
  void whoStandsByIsNoLeader() {
    assertThat(scrape("dbops_leader")).containsExactly("dbops_leader 0.0");
    metrics.controllers().leader(() -> true);
    assertThat(scrape("dbops_leader")).containsExactly("dbops_leader 1.0");
  }

  @Test
  void noNameSaysTotalTwice() {
    metrics.controllers().apiWrite("Database", "status");

    assertThat(text()).doesNotContain("_total_total").doesNotContain("_info_info");
  }

  private Stream<String> lines() {
    return text().lines().filter(line -> !line.startsWith("#"));
  }

  private List<String> scrape(String prefix) {
    return lines().filter(line -> line.startsWith(prefix)).toList();
  }

  private String text() {
    return ExpositionFormats.init()
        .getPrometheusTextFormatWriter()
        .toDebugString(metrics.registry().scrape());
  }
}
