package io.dbprovision.core.backup.kind;

import static io.dbprovision.core.backup.kind.BackupScene.BACKUP;
import static io.dbprovision.core.backup.kind.BackupScene.RESTORE;
import static io.dbprovision.core.backup.kind.BackupScene.STORAGE;
import static io.dbprovision.core.backup.kind.BackupScene.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.backup.work.LoadSource;
import io.dbprovision.core.backup.work.LoadWork;
import io.dbprovision.core.backup.work.WorkProgress;
import io.dbprovision.core.backup.work.WorkState;
import io.dbprovision.core.reconcile.World;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.RestoreSpec;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RestoreTest {
  private final BackupScene scene = BackupScene.withDatabase();

  static Map<String, Object> toNewDatabase() {
    return Map.of(
        "backupRef",
        Map.of("name", BACKUP.name()),
        "target",
        Map.of("instanceRef", Map.of("name", World.INSTANCE.name()), "databaseName", "shop_again"));
  }

  static Map<String, Object> inPlace() {
    return Map.of(
        "backupRef",
        Map.of("name", BACKUP.name()),
        "target",
        Map.of("databaseRef", Map.of("name", "shop"), "inPlace", true),
        "confirmation",
        Map.of("acknowledgeDataLoss", "I-UNDERSTAND-DATA-LOSS"));
  }

  @BeforeEach
  void aBackupIsThere() {
    scene.completedBackup();
  }

  @Test
  void aNewDatabaseIsFilledBesideAndPutInItsPlaceAtTheEnd() {
    scene.operator.apply(RESTORE, toNewDatabase());

    assertThat(scene.phase(RESTORE)).isEqualTo("Running");
    LoadWork work = (LoadWork) scene.workers.work(scene.uid(RESTORE)).orElseThrow();
    assertThat(work.database()).isEqualTo("temporary_shop_again");
    assertThat(work.source()).isEqualTo(new LoadSource.Archive(scene.path(), null));
    assertThat(work.compare()).isTrue();
    assertThat(scene.copying.completed).isEmpty();

    scene.done(RESTORE, FakeStored.CHECKSUM);
    scene.later();

    assertThat(scene.phase(RESTORE)).isEqualTo("Completed");
    assertThat(scene.ready(RESTORE)).isEqualTo("True/Ready");
    RestoreSpec spec = Objects.requireNonNull(scene.copying.completed.get(scene.uid(RESTORE)));
    assertThat(spec.database()).isEqualTo("shop_again");
    assertThat(spec.owner()).isEmpty();
    assertThat(spec.replace()).isFalse();
    Fields status = scene.world.status(RESTORE);
    assertThat(status.object("progress").number("percentage", 0)).isEqualTo(100);
    assertThat(status.object("progress").text("currentPhase")).contains("Completed");
    assertThat(status.object("progress").number("tablesRestored", 0)).isEqualTo(3);
    assertThat(status.object("progress").number("tablesTotal", 0)).isEqualTo(3);
    assertThat(status.object("restore").text("targetDatabase")).contains("shop_again");
    assertThat(status.object("restore").text("sourceBackup")).contains("default/nightly");
    assertThat(status.texts("warnings")).contains("one thing was left out");
    assertThat(scene.message(RESTORE)).contains("dbops.dbprovision.io/adopt=true");
    assertThat(scene.copying.places).isEmpty();
    assertThat(status.has("step")).isFalse();
  }

  @Test
  void aPartOfABackupIsNotComparedWithTheWhole() {
    scene.operator.apply(RESTORE, with(toNewDatabase(), "memory", Map.of("schemaOnly", true)));

    LoadWork work = (LoadWork) scene.workers.work(scene.uid(RESTORE)).orElseThrow();
    assertThat(work.compare()).isFalse();
  }

  @Test
  void inPlaceIsForTheDatabasesOwnerAndWithConsentOnly() {
    scene.operator.apply(RESTORE, inPlace());
    scene.done(RESTORE, FakeStored.CHECKSUM);

    RestoreSpec spec = Objects.requireNonNull(scene.copying.completed.get(scene.uid(RESTORE)));
    assertThat(spec.database()).isEqualTo("shop");
    assertThat(spec.replace()).isTrue();
    assertThat(spec.owner().orElseThrow().name()).isEqualTo("shop");
    assertThat(scene.phase(RESTORE)).isEqualTo("Completed");
  }

  @Test
  void aPathIsReadAsItIsAndBelowThePrefix() {
    for (String path : new String[] {scene.path(), scene.path().substring("backups/".length())}) {
      BackupScene other = scene;
      other.operator.apply(
          World.key(CustomKind.RESTORE, "by-" + path.length()),
          Map.of(
              "fromPath",
              Map.of("backupPath", path, "storage", STORAGE),
              "target",
              Map.of("instanceRef", Map.of("name", "main"), "databaseName", "other")));
    }

    assertThat(scene.workers.ids()).hasSize(3);
  }

  @Test
  void aFailedWorkLeavesTheTargetAsItWas() {
    scene.operator.apply(RESTORE, inPlace());
    scene.workerFailed(RESTORE, ErrorKind.INVALID);
    scene.later();

    assertThat(scene.phase(RESTORE)).isEqualTo("Failed");
    assertThat(scene.ready(RESTORE)).isEqualTo("False/ReconcileFailed");
    assertThat(scene.copying.completed).isEmpty();
    assertThat(scene.copying.places).isEmpty();
    assertThat(scene.told("Failed again")).isTrue();
  }

  @Test
  void pastItsDeadlineTheTargetIsAsItWas() {
    scene.operator.apply(RESTORE, with(inPlace(), "activeDeadlineSeconds", 60));
    scene.operator.later(Duration.ofSeconds(100));

    assertThat(scene.ready(RESTORE)).isEqualTo("False/DeadlineExceeded");
    assertThat(scene.told("DeadlineExceeded again")).isTrue();
    assertThat(scene.copying.completed).isEmpty();
    assertThat(scene.copying.places).isEmpty();
  }

  @Test
  void deletedWhileItRunsNothingIsLeft() {
    scene.operator.apply(RESTORE, inPlace());
    scene.operator.delete(RESTORE);
    scene.operator.later(Duration.ofSeconds(10));

    assertThat(scene.world.gone(RESTORE)).isTrue();
    assertThat(scene.copying.places).isEmpty();
    assertThat(scene.copying.completed).isEmpty();
  }

  @Test
  void whatIsHalfInPlaceIsPutThereThoughItIsDeleted() {
    scene.copying.completeFails = EngineException.of(ErrorKind.UNREACHABLE, "no answer");
    scene.operator.apply(RESTORE, inPlace());
    scene.done(RESTORE, FakeStored.CHECKSUM);
    assertThat(scene.phase(RESTORE)).isEqualTo("Running");
    scene.operator.delete(RESTORE);
    assertThat(scene.world.gone(RESTORE)).isFalse();
    assertThat(scene.copying.calls).doesNotContain("abandon");

    scene.copying.completeFails = null;
    scene.operator.later(Duration.ofMinutes(2));

    assertThat(scene.world.gone(RESTORE)).isTrue();
    assertThat(scene.copying.completed).hasSize(1);
    assertThat(scene.copying.places).isEmpty();
  }

  @Test
  void theLastStepIsTriedUntilItWorks() {
    scene.copying.completeFails = EngineException.of(ErrorKind.UNREACHABLE, "no answer");
    scene.operator.apply(RESTORE, inPlace());
    scene.done(RESTORE, FakeStored.CHECKSUM);
    scene.operator.later(Duration.ofHours(5));
    assertThat(scene.phase(RESTORE)).isEqualTo("Running");

    scene.copying.completeFails = null;
    scene.operator.later(Duration.ofMinutes(2));

    assertThat(scene.phase(RESTORE)).isEqualTo("Completed");
  }

  @Test
  void aLastStepThatIsRefusedHasFailedOnlyWhenAllIsGivenUp() {
    scene.copying.completeFails = EngineException.of(ErrorKind.INVALID, "no such name fits");
    scene.copying.abandonFails = EngineException.of(ErrorKind.INVALID, "no such name fits");
    scene.operator.apply(RESTORE, inPlace());
    scene.done(RESTORE, FakeStored.CHECKSUM);
    scene.operator.later(Duration.ofHours(3));
    assertThat(scene.phase(RESTORE)).as("its tables may have moved").isEqualTo("Running");
    assertThat(scene.message(RESTORE)).contains("no such name fits");

    scene.copying.abandonFails = null;
    scene.operator.later(Duration.ofMinutes(2));

    assertThat(scene.phase(RESTORE)).isEqualTo("Failed");
    assertThat(scene.message(RESTORE)).contains("no such name fits", "given up");
    assertThat(scene.copying.places).isEmpty();
  }

  @Test
  void aTargetThatWasEditedSinceIsNotReplaced() {
    scene.operator.apply(RESTORE, toNewDatabase());
    scene.operator.apply(RESTORE, inPlace());
    scene.done(RESTORE, FakeStored.CHECKSUM);
    scene.later();

    assertThat(scene.copying.completed).isEmpty();
    assertThat(scene.copying.places).isEmpty();
    assertThat(scene.phase(RESTORE)).isEqualTo("Failed");
    assertThat(scene.message(RESTORE)).contains("was begun for shop_again");
  }

  @Test
  void whatIsLeftWhenItIsOverIsToldUntilItIsGone() {
    scene.copying.abandonFails = EngineException.of(ErrorKind.UNREACHABLE, "no answer");
    scene.operator.apply(RESTORE, toNewDatabase());
    scene.workerFailed(RESTORE, ErrorKind.INVALID);
    scene.later();
    assertThat(scene.world.status(RESTORE).texts("warnings"))
        .anyMatch(
            warning -> warning.contains("not taken away yet") && warning.contains("no answer"));
    assertThat(scene.told("LeftBehind again")).isTrue();

    scene.copying.abandonFails = null;
    scene.operator.later(Duration.ofMinutes(2));

    assertThat(scene.copying.places).isEmpty();
    assertThat(scene.world.status(RESTORE).texts("warnings"))
        .noneMatch(warning -> warning.contains("not taken away yet"));
  }

  @Test
  void aTargetThatIsTakenIsNoTarget() {
    scene.copying.prepareFails = EngineException.of(ErrorKind.CONFLICT, "there is a shop_again");
    scene.operator.apply(RESTORE, toNewDatabase());
    scene.later();

    assertThat(scene.phase(RESTORE)).isEqualTo("Failed");
    assertThat(scene.message(RESTORE)).contains("there is a shop_again");
    assertThat(scene.workers.work(scene.uid(RESTORE))).isEmpty();
  }

  @Test
  void progressGoesFromVerifyingToLoading() {
    scene.operator.apply(RESTORE, toNewDatabase());
    at("verifying", 0, 500);
    assertThat(percentage()).isEqualTo(17);
    at("loading", 1000, 500);
    assertThat(percentage()).isEqualTo(60);
    assertThat(scene.world.status(RESTORE).object("progress").text("currentPhase"))
        .contains("Loading");
    at("loading", 1500, 500);
    assertThat(scene.events("ProgressUpdated"))
        .containsExactly(
            "ProgressUpdated again: the worker is verifying",
            "ProgressUpdated again: the worker is loading");
  }

  private void at(String phase, long plain, long stored) {
    scene.workers.become(
        scene.uid(RESTORE),
        new WorkState.Running(
            new WorkProgress(phase, plain, stored, 1, 1, 3, scene.world.clock().instant())));
    scene.operator.settle();
  }

  private long percentage() {
    return scene.world.status(RESTORE).object("progress").number("percentage", -1);
  }
}
