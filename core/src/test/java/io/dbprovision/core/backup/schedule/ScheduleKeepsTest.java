package io.dbprovision.core.backup.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.ResourceKey;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a schedule keeps, removes, tells and leaves behind. */
class ScheduleKeepsTest {
  private static final String FIRST = "nightly-20260305-030000";

  private final ScheduleScene scene = new ScheduleScene();

  @Test
  void whatRetentionDoesNotKeepGoesAfterEachCompletion() {
    scene.with("retention", Map.of("keepLast", 3)).look();
    scene.nights(6, "Completed");
    assertThat(scene.names())
        .containsExactly(
            "nightly-20260308-030000", "nightly-20260309-030000", "nightly-20260310-030000");
    assertThat(scene.condition("RetentionEnforced")).isEqualTo("True/RetentionApplied");
    assertThat(scene.events.seen())
        .contains("RetentionApplied nightly: no longer kept: nightly-20260305-030000");
  }

  @Test
  void failuresAreForgottenBeyondTheirLimitAndNeverCostAGoodBackup() {
    scene.with("retention", Map.of("keepLast", 1)).with("failedBackupsHistoryLimit", 2).look();
    scene.nights(1, "Completed");
    scene.nights(5, "Failed");
    assertThat(scene.names())
        .containsExactly(FIRST, "nightly-20260309-030000", "nightly-20260310-030000");
  }

  @Test
  void whileItPausesNothingIsRemoved() {
    scene.apply().look();
    scene.nights(4, "Completed");
    scene.with("paused", true).with("retention", Map.of("keepLast", 1)).lookUntilQuiet();
    assertThat(scene.backups()).hasSize(4);
  }

  @Test
  void backupsOfOthersAreNeitherCountedNorRemoved() {
    ResourceKey foreign = new ResourceKey(CustomKind.BACKUP, "team-a", "by-hand");
    scene.resources.put(foreign, Map.of(), Map.of());
    scene.with("retention", Map.of("keepLast", 1)).look();
    scene.nights(3, "Completed");
    assertThat(scene.names()).containsExactly("by-hand", "nightly-20260307-030000");
    assertThat(scene.status().object("statistics").number("totalBackups", 0)).isEqualTo(1);
  }

  @Test
  void aNameThatSomebodyElsesBackupHasIsLeftToIt() {
    ResourceKey foreign = new ResourceKey(CustomKind.BACKUP, "team-a", FIRST);
    scene.resources.put(foreign, Map.of(), Map.of());
    scene.apply().look();
    scene.at("2026-03-05T03:00:00Z").lookUntilQuiet();
    assertThat(scene.names()).hasSize(2).contains(FIRST);
    assertThat(scene.names().getLast()).matches(FIRST + "-[0-9a-f]{8}");
  }

  @Test
  void theStatusTellsAsMuchAsTheLimitsSayAndCountsWhatExists() {
    scene.with("successfulBackupsHistoryLimit", 2).with("failedBackupsHistoryLimit", 1).look();
    scene.nights(3, "Completed");
    scene.nights(2, "Failed");
    scene.nights(1, "Completed");
    assertThat(scene.status().objects("recentBackups"))
        .extracting(entry -> entry.text("name", "") + " " + entry.text("status", ""))
        .containsExactly(
            "nightly-20260310-030000 Completed",
            "nightly-20260309-030000 Failed",
            "nightly-20260307-030000 Completed");
    assertThat(scene.status().object("statistics").values())
        .isEqualTo(
            Map.of(
                "totalBackups", 5L,
                "successfulBackups", 4L,
                "failedBackups", 1L,
                "totalStorageBytes", 4096L,
                "averageSizeBytes", 1024L,
                "averageDurationSeconds", 600L));
    assertThat(scene.observed)
        .containsExactly("success", "success", "success", "failure", "failure", "success");
  }

  @Test
  void aProtectedScheduleStaysUntilItIsForced() {
    scene.apply().look();
    scene.nights(2, "Completed");
    scene.resources.requestDeletion(ScheduleScene.KEY);
    scene.look();
    assertThat(scene.condition("Ready")).isEqualTo("False/DeletionProtected");
    assertThat(scene.schedule().hasFinalizer()).isTrue();

    scene.annotated(Map.of("dbops.dbprovision.io/force-delete", "true")).look();
    assertThat(scene.resources.get(ScheduleScene.KEY)).isEmpty();
    scene.look();
    assertThat(scene.observed).endsWith("forgotten");
  }

  @Test
  void whatAScheduleMadeOutlivesIt() {
    scene.with("deletionProtection", false).look();
    scene.nights(2, "Completed");
    scene.resources.requestDeletion(ScheduleScene.KEY);
    scene.look();

    assertThat(scene.resources.get(ScheduleScene.KEY)).isEmpty();
    assertThat(scene.backups()).hasSize(2).allMatch(b -> b.metadata().owners().isEmpty());

    // one of the same name later is another schedule, and leaves them alone
    scene.with("retention", Map.of("keepLast", 1)).lookUntilQuiet();
    scene.nights(2, "Completed");
    assertThat(scene.backups()).hasSize(3);
  }

  @Test
  void aScheduleGoesWithItsNamespace() {
    scene.apply().look();
    scene.nights(1, "Completed");
    scene.namespaces.terminate("team-a");
    scene.resources.requestDeletion(ScheduleScene.KEY);
    scene.look();
    assertThat(scene.resources.get(ScheduleScene.KEY)).isEmpty();
  }
}
