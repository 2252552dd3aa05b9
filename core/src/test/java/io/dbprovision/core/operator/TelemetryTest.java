package io.dbprovision.core.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Metadata;
import io.dbprovision.core.backup.kind.BackupObserver;
import io.dbprovision.core.observability.Scrape;
import io.dbprovision.core.reconcile.ManagedObserver;
import io.dbprovision.core.reconcile.ManagedObserver.Work;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TelemetryTest {
  private static final Duration TOOK = Duration.ofMillis(20);

  private final Telemetry telemetry = new Telemetry(InstantSource.fixed(Instant.EPOCH));
  private final ManagedObserver observer = telemetry.managed();

  @Test
  void theSizeOfADatabaseNamesItsEngine() {
    observer.known(database(), "x", List.of());

    assertThat(Scrape.of(telemetry.metrics(), "dbops_database_size_bytes"))
        .containsExactly(
            "dbops_database_size_bytes{database=\"orders\",engine=\"x\",instance=\"main\",namespace=\"team-a\"} 4096.0");
  }

  @Test
  void aStatusThatSpeaksOfDriftIsNoLookForDrift() {
    observer.known(database(), "x", List.of());
    observer.known(database(), "x", List.of());

    assertThat(Scrape.of(telemetry.metrics(), "dbops_drift_detections_total")).isEmpty();
    assertThat(Scrape.of(telemetry.metrics(), "dbops_drift_detected"))
        .containsExactly(
            "dbops_drift_detected{name=\"orders\",namespace=\"team-a\",resource_type=\"database\"} 1.0");
  }

  @Test
  void looksForDriftAndCorrectionsAreCountedByHowTheyWent() {
    observer.operation(database(), Work.DRIFT_DETECTION, "x", true, TOOK);
    observer.operation(database(), Work.DRIFT_DETECTION, "x", false, TOOK);
    observer.operation(database(), Work.DRIFT_CORRECTION, "x", false, TOOK);

    assertThat(Scrape.of(telemetry.metrics(), "dbops_drift_"))
        .containsExactlyInAnyOrder(
            "dbops_drift_detections_total{namespace=\"team-a\",resource_type=\"database\",status=\"success\"} 1.0",
            "dbops_drift_detections_total{namespace=\"team-a\",resource_type=\"database\",status=\"failure\"} 1.0",
            "dbops_drift_corrections_total{namespace=\"team-a\",resource_type=\"database\",status=\"failure\"} 1.0");
  }

  @Test
  void theLastGoodBackupIsKnownAfterARestartFromTheObjectsThatAreThere() {
    BackupObserver backups = telemetry.backups();
    backups.known(backup("new", "Completed", "2026-01-02T00:00:00Z", 20));
    backups.known(backup("old", "Completed", "2026-01-01T00:00:00Z", 10));
    backups.known(backup("bad", "Failed", "2026-01-03T00:00:00Z", 30));

    assertThat(Scrape.of(telemetry.metrics(), "dbops_backup_size_bytes"))
        .containsExactly(
            "dbops_backup_size_bytes{database=\"orders\",engine=\"x\",namespace=\"team-a\"} 20.0");
    assertThat(Scrape.of(telemetry.metrics(), "dbops_backup_last_success_timestamp_seconds"))
        .containsExactly(
            "dbops_backup_last_success_timestamp_seconds{database=\"orders\",engine=\"x\",namespace=\"team-a\"} 1.767312E9");
  }

  private static CustomResource backup(String name, String phase, String completed, long bytes) {
    Metadata metadata =
        new Metadata("team-a", name, name, "1", 1, null, null, Map.of(), Map.of(), List.of());
    return new CustomResource(
        CustomKind.BACKUP,
        metadata,
        Fields.of(Map.of("databaseRef", Map.of("name", "orders"))),
        Fields.of(
            Map.of(
                "phase",
                phase,
                "completedAt",
                completed,
                "source",
                Map.of("engine", "x"),
                "backup",
                Map.of("compressedSizeBytes", bytes))));
  }

  private static CustomResource database() {
    Metadata metadata =
        new Metadata("team-a", "orders", "uid", "1", 1, null, null, Map.of(), Map.of(), List.of());
    return new CustomResource(
        CustomKind.DATABASE,
        metadata,
        Fields.of(Map.of("name", "orders", "instanceRef", Map.of("name", "main"))),
        Fields.of(
            Map.of("database", Map.of("sizeBytes", 4096), "drift", Map.of("detected", true))));
  }
}
