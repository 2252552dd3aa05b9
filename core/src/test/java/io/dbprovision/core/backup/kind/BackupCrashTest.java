package io.dbprovision.core.backup.kind;

import static io.dbprovision.core.backup.kind.BackupScene.BACKUP;
import static io.dbprovision.core.backup.kind.BackupScene.RESTORE;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The operator ends before each of its writes in turn; another one goes on. */
class BackupCrashTest {
  @Test
  void aBackupComesToItsEndWhereverTheOperatorWasKilled() {
    int crashes = 0;
    for (int writes = 0; crashes == writes; writes++) {
      BackupScene scene = BackupScene.withDatabase();
      if (scene.crashing(writes, () -> backedUp(scene))) {
        crashes++;
        backedUp(scene);
      }

      assertThat(scene.phase(BACKUP)).as("crash %s", writes).isEqualTo("Completed");
      assertThat(scene.copying.logins).as("crash %s", writes).isEmpty();
      assertThat(scene.world.status(BACKUP).has("step")).isFalse();
      assertThat(scene.workers.started()).as("crash %s", writes).isEqualTo(1);
    }
    assertThat(crashes).isGreaterThan(6);
  }

  private static void backedUp(BackupScene scene) {
    if (scene.world.gone(BACKUP)) {
      scene.backup();
    }
    scene.operator.settle();
    if (!scene.path().isEmpty() && scene.phase(BACKUP).equals("Running")) {
      scene.workerDone();
    }
    scene.operator.later(Duration.ofMinutes(2));
  }

  @Test
  void aRestoreComesToItsEndWhereverTheOperatorWasKilled() {
    int crashes = 0;
    for (int writes = 0; crashes == writes; writes++) {
      BackupScene scene = BackupScene.withDatabase();
      scene.completedBackup();
      if (scene.crashing(writes, () -> restored(scene))) {
        crashes++;
        restored(scene);
      }

      assertThat(scene.phase(RESTORE)).as("crash %s", writes).isEqualTo("Completed");
      assertThat(scene.copying.places).as("crash %s", writes).isEmpty();
      assertThat(scene.copying.completed).as("crash %s", writes).hasSize(1);
      assertThat(scene.copying.calls.indexOf("abandon"))
          .as("nothing is given up before it is in place, crash %s", writes)
          .isGreaterThan(scene.copying.calls.indexOf("complete"));
    }
    assertThat(crashes).isGreaterThan(7);
  }

  private static void restored(BackupScene scene) {
    if (scene.world.gone(RESTORE)) {
      scene.operator.apply(RESTORE, RestoreTest.toNewDatabase());
    }
    scene.operator.settle();
    if (scene.workers.work(scene.uid(RESTORE)).isPresent()
        && scene.phase(RESTORE).equals("Running")) {
      scene.done(RESTORE, FakeStored.CHECKSUM);
    }
    scene.operator.later(Duration.ofMinutes(2));
  }

  @Test
  void aDeletionComesToItsEndWhereverTheOperatorWasKilled() {
    int crashes = 0;
    for (int writes = 0; crashes == writes; writes++) {
      BackupScene scene = BackupScene.withDatabase();
      scene.backup();
      if (scene.crashing(writes, () -> deleted(scene))) {
        crashes++;
        deleted(scene);
      }

      assertThat(scene.world.gone(BACKUP)).as("crash %s", writes).isTrue();
      assertThat(scene.copying.logins).isEmpty();
      assertThat(scene.stored.deleted).isNotEmpty();
    }
    assertThat(crashes).isGreaterThan(1);
  }

  private static void deleted(BackupScene scene) {
    scene.operator.delete(BACKUP);
    scene.operator.later(Duration.ofMinutes(2));
  }

  @Test
  void aSecondOperatorWatchesTheWorkOfTheFirst() {
    BackupScene scene = BackupScene.withDatabase();
    scene.backup();
    scene.restart();
    scene.operator.later(Duration.ofMinutes(1));
    assertThat(scene.workers.started()).isEqualTo(1);

    scene.workerDone();

    assertThat(scene.phase(BACKUP)).isEqualTo("Completed");
  }

  @Test
  void whatIsStoredWholeCountsThoughNobodyKnowsTheWorkerAnyMore() {
    BackupScene scene = BackupScene.withDatabase();
    scene.backup();
    scene.stored.put(scene.path(), scene.uid(BACKUP), false);
    scene.workers.forget(scene.uid(BACKUP));
    scene.operator.later(Duration.ofMinutes(1));

    assertThat(scene.phase(BACKUP)).isEqualTo("Completed");
    assertThat(scene.workers.started()).isEqualTo(1);
    assertThat(Map.copyOf(scene.copying.logins)).isEmpty();
  }

  @Test
  void aWorkerThatIsKilledBehindItsManifestHasMadeABackup() {
    BackupScene scene = BackupScene.withDatabase();
    scene.backup();
    scene.stored.put(scene.path(), scene.uid(BACKUP), false);
    scene.workerFailed(BACKUP, ErrorKind.INTERNAL);
    scene.later();

    assertThat(scene.phase(BACKUP)).isEqualTo("Completed");
    assertThat(scene.observed.failures).isZero();
    assertThat(scene.stored.manifests).containsKey(scene.path());
    assertThat(Map.copyOf(scene.copying.logins)).isEmpty();
  }

  @Test
  void aWorkerThatFailedHasFailedThoughItsStoreCannotBeAsked() {
    BackupScene scene = BackupScene.withDatabase();
    scene.backup();
    scene.stored.fails = EngineException.of(ErrorKind.UNREACHABLE, "no store");
    scene.workerFailed(BACKUP, ErrorKind.UNREACHABLE);

    assertThat(scene.phase(BACKUP)).isEqualTo("Failed");
    assertThat(scene.message(BACKUP)).contains("the tool was killed");
  }

  @Test
  void aBackupThatLostItsWorkerAndThenItsDatabaseFailsAtOnce() {
    BackupScene scene = BackupScene.withDatabase();
    scene.backup();
    scene.workers.forget(scene.uid(BACKUP));
    databaseGoes(scene);
    scene.later();

    assertThat(scene.phase(BACKUP)).isEqualTo("Failed");
    assertThat(scene.message(BACKUP)).contains("spec.databaseRef: ", "deleted");
    scene.later();
    assertThat(scene.copying.logins).isEmpty();
  }

  @Test
  void aBackupThatIsStoredIsCompletedThoughItsWorkerAndItsDatabaseAreGone() {
    BackupScene scene = BackupScene.withDatabase();
    scene.backup();
    scene.stored.put(scene.path(), scene.uid(BACKUP), false);
    scene.workers.forget(scene.uid(BACKUP));
    databaseGoes(scene);
    scene.later();

    assertThat(scene.phase(BACKUP)).isEqualTo("Completed");
  }

  @Test
  void whetherItIsStoredIsAskedUntilTheStoreAnswers() {
    BackupScene scene = BackupScene.withDatabase();
    scene.backup();
    scene.stored.put(scene.path(), scene.uid(BACKUP), false);
    scene.workers.forget(scene.uid(BACKUP));
    scene.stored.fails = EngineException.of(ErrorKind.UNREACHABLE, "the store is away");
    databaseGoes(scene);
    scene.later();
    assertThat(scene.phase(BACKUP)).isEqualTo("Running");
    assertThat(scene.message(BACKUP)).contains("the store is away");

    scene.stored.fails = null;
    scene.operator.later(Duration.ofMinutes(1));

    assertThat(scene.phase(BACKUP)).isEqualTo("Completed");
  }

  private static void databaseGoes(BackupScene scene) {
    scene.world.resources().removeFinalizers(scene.world.resource(BackupScene.DATABASE));
    scene.world.resources().delete(scene.world.resource(BackupScene.DATABASE));
  }
}
