package io.dbprovision.core.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Metadata;
import io.dbprovision.core.backup.kind.BackupObserver;
import io.dbprovision.core.backup.schedule.ScheduleObserver;
import io.dbprovision.core.observability.Scrape;
import io.dbprovision.core.plugin.MeteredSession;
import io.dbprovision.core.reconcile.ManagedObserver;
import io.dbprovision.core.reconcile.ManagedObserver.Work;
import io.dbprovision.spi.ServerInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
    observer.known(database(), "x", List.of());
    BackupObserver backups = telemetry.backups();
    backups.known(backup("new", "Completed", "2026-01-02T00:00:00Z", 20, true));
    backups.known(backup("old", "Completed", "2026-01-01T00:00:00Z", 10, false));
    backups.known(backup("bad", "Failed", "2026-01-03T00:00:00Z", 30, null));

    assertThat(Scrape.of(telemetry.metrics(), "dbops_backup_size_bytes"))
        .containsExactly(
            "dbops_backup_size_bytes{database=\"orders\",engine=\"x\",namespace=\"team-a\"} 20.0");
    assertThat(Scrape.of(telemetry.metrics(), "dbops_backup_last_success_timestamp_seconds"))
        .containsExactly(
            "dbops_backup_last_success_timestamp_seconds{database=\"orders\",engine=\"x\",namespace=\"team-a\"} 1.767312E9");
    assertThat(Scrape.of(telemetry.metrics(), "dbops_backup_last_duration_seconds"))
        .containsExactly(
            "dbops_backup_last_duration_seconds{database=\"orders\",engine=\"x\",namespace=\"team-a\"} 60.0");
    assertThat(Scrape.of(telemetry.metrics(), "dbops_backup_last_failure_timestamp_seconds"))
        .containsExactly(
            "dbops_backup_last_failure_timestamp_seconds{database=\"orders\",namespace=\"team-a\"} 1.7673984E9");
    assertThat(Scrape.of(telemetry.metrics(), "dbops_backup_verified"))
        .containsExactly("dbops_backup_verified{database=\"orders\",namespace=\"team-a\"} 1.0");
  }

  @Test
  void whenTheNewestBackupIsRemovedTheOneBeforeIsTheLastAndWithTheDatabaseAllAreGone() {
    observer.known(database(), "x", List.of());
    BackupObserver backups = telemetry.backups();
    CustomResource newest = backup("new", "Completed", "2026-01-02T00:00:00Z", 20, true);
    backups.known(newest);
    backups.known(backup("old", "Completed", "2026-01-01T00:00:00Z", 10, false));

    backups.forgotten(newest.key());
    assertThat(Scrape.of(telemetry.metrics(), "dbops_backup_size_bytes"))
        .singleElement()
        .asString()
        .endsWith(" 10.0");
    assertThat(Scrape.of(telemetry.metrics(), "dbops_backup_verified"))
        .singleElement()
        .asString()
        .endsWith(" 0.0");

    observer.forgotten(database().key());
    assertThat(Scrape.of(telemetry.metrics(), "dbops_"))
        .noneMatch(line -> line.contains("database=\"orders\""));
  }

  @Test
  void theBytesOfBackupsAreCounted() {
    CustomResource backup = backup("b", "Completed", "2026-01-02T00:00:00Z", 20, null);
    telemetry.backups().finished(backup, "x", true, TOOK, 20);
    telemetry.backups().finished(backup, "x", true, TOOK, 22);

    assertThat(Scrape.of(telemetry.metrics(), "dbops_backup_stored_bytes_total"))
        .containsExactly("dbops_backup_stored_bytes_total{engine=\"x\",namespace=\"team-a\"} 42.0");
  }

  @Test
  void aDatabaseTellsHowManySchedulesMakeBackupsOfItAndTheNextOfAll() {
    observer.known(database(), "x", List.of());
    assertThat(Scrape.of(telemetry.metrics(), "dbops_database_schedules"))
        .containsExactly("dbops_database_schedules{database=\"orders\",namespace=\"team-a\"} 0.0");

    ScheduleObserver schedules = telemetry.schedules();
    Instant day = Instant.parse("2026-01-02T00:00:00Z");
    schedules.known(schedule("daily", false, true), day.plusSeconds(60), day);
    schedules.known(schedule("hourly", false, true), day.plusSeconds(30), null);
    schedules.known(schedule("broken", false, false), null, null);
    schedules.known(schedule("resting", true, true), null, null);

    assertThat(Scrape.of(telemetry.metrics(), "dbops_database_schedules"))
        .containsExactly("dbops_database_schedules{database=\"orders\",namespace=\"team-a\"} 2.0");
    assertThat(Scrape.of(telemetry.metrics(), "dbops_schedule_next_backup_timestamp_seconds"))
        .containsExactly(
            "dbops_schedule_next_backup_timestamp_seconds{database=\"orders\",namespace=\"team-a\"} 1.76731203E9");
    assertThat(Scrape.of(telemetry.metrics(), "dbops_schedule_last_due_timestamp_seconds"))
        .containsExactly(
            "dbops_schedule_last_due_timestamp_seconds{database=\"orders\",namespace=\"team-a\",schedule=\"daily\"} 1.767312E9");
    assertThat(Scrape.of(telemetry.metrics(), "dbops_schedule_ready"))
        .containsExactlyInAnyOrder(
            "dbops_schedule_ready{database=\"orders\",namespace=\"team-a\",schedule=\"daily\"} 1.0",
            "dbops_schedule_ready{database=\"orders\",namespace=\"team-a\",schedule=\"hourly\"} 1.0",
            "dbops_schedule_ready{database=\"orders\",namespace=\"team-a\",schedule=\"broken\"} 0.0",
            "dbops_schedule_ready{database=\"orders\",namespace=\"team-a\",schedule=\"resting\"} 1.0");

    schedules.forgotten(schedule("hourly", false, true).key());
    assertThat(Scrape.of(telemetry.metrics(), "dbops_schedule_next_backup_timestamp_seconds"))
        .as("the other's")
        .singleElement()
        .asString()
        .endsWith(" 1.76731206E9");
  }

  @Test
  void aUsersPasswordTellsItsAgeItsNextChangeAndItsEnd() {
    observer.known(user(true), "x", List.of());
    assertThat(Scrape.of(telemetry.metrics(), "dbops_user_password_"))
        .containsExactlyInAnyOrder(
            "dbops_user_password_changed_timestamp_seconds{namespace=\"team-a\",user=\"app\"} 1.7672256E9",
            "dbops_user_password_rotation_timestamp_seconds{namespace=\"team-a\",user=\"app\"} 1.767312E9",
            "dbops_user_password_expiry_timestamp_seconds{namespace=\"team-a\",user=\"app\"} 1.7673984E9");

    observer.known(user(false), "x", List.of());
    assertThat(Scrape.of(telemetry.metrics(), "dbops_user_password_")).isEmpty();
  }

  @Test
  void aServerTellsHowBusyTheOperatorIsThere() {
    MeteredSession session = new BusySession();
    telemetry.servers(() -> Map.of(database().key(), session), 5);

    assertThat(Scrape.of(telemetry.metrics(), "dbops_server_"))
        .containsExactlyInAnyOrder(
            "dbops_server_calls{instance=\"orders\",namespace=\"team-a\",state=\"running\"} 3.0",
            "dbops_server_calls{instance=\"orders\",namespace=\"team-a\",state=\"waiting\"} 2.0",
            "dbops_server_calls{instance=\"orders\",namespace=\"team-a\",state=\"hung\"} 1.0",
            "dbops_server_connections_max{instance=\"orders\",namespace=\"team-a\"} 5.0");
  }

  @Test
  void aPluginsOwnThreadsAreCountedWhenAsked() {
    Map<String, List<String>> threads = new HashMap<>(Map.of("acme", List.of("timer")));
    telemetry.pluginThreads(() -> threads);
    assertThat(Scrape.of(telemetry.metrics(), "dbops_plugin_threads"))
        .containsExactly("dbops_plugin_threads{plugin=\"acme\"} 1.0");

    threads.put("acme", List.of("timer", "another"));
    assertThat(Scrape.of(telemetry.metrics(), "dbops_plugin_threads"))
        .containsExactly("dbops_plugin_threads{plugin=\"acme\"} 2.0");
  }

  private static final class BusySession implements MeteredSession {
    @Override
    public Use use() {
      return new Use(3, 2, 1);
    }

    @Override
    public ServerInfo info() {
      throw new UnsupportedOperationException("nobody asks");
    }

    @Override
    public <C> Optional<C> capability(Class<C> type) {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }

  private static CustomResource user(boolean rotated) {
    return resource(
        CustomKind.USER,
        "app",
        rotated
            ? Map.of(
                "username", "app", "engine-block", Map.of("validUntil", "2026-01-03T00:00:00Z"))
            : Map.of("username", "app", "engine-block", Map.of("validUntil", "infinity")),
        rotated
            ? Map.of(
                "rotation",
                Map.of(
                    "lastRotatedAt",
                    "2026-01-01T00:00:00Z",
                    "nextRotationAt",
                    "2026-01-02T00:00:00Z"))
            : Map.of());
  }

  private static CustomResource schedule(String name, boolean paused, boolean ready) {
    return resource(
        CustomKind.BACKUP_SCHEDULE,
        name,
        Map.of(
            "paused",
            paused,
            "template",
            Map.of("spec", Map.of("databaseRef", Map.of("name", "orders")))),
        Map.of("conditions", List.of(Map.of("type", "Ready", "status", ready ? "True" : "False"))));
  }

  private static CustomResource resource(
      CustomKind kind, String name, Map<String, Object> spec, Map<String, Object> status) {
    Metadata metadata =
        new Metadata("team-a", name, name, "1", 1, null, null, Map.of(), Map.of(), List.of());
    return new CustomResource(kind, metadata, Fields.of(spec), Fields.of(status));
  }

  private static CustomResource backup(
      String name, String phase, String completed, long bytes, @Nullable Boolean verified) {
    return resource(
        CustomKind.BACKUP,
        name,
        Map.of("databaseRef", Map.of("name", "orders")),
        Map.of(
            "phase",
            phase,
            "startedAt",
            Instant.parse(completed).minusSeconds(60).toString(),
            "completedAt",
            completed,
            "source",
            Map.of("engine", "x"),
            "backup",
            Map.of("compressedSizeBytes", bytes),
            "verification",
            verified == null ? Map.of() : Map.of("verified", verified)));
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
