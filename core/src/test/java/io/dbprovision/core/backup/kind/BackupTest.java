package io.dbprovision.core.backup.kind;

import static io.dbprovision.core.backup.kind.BackupScene.BACKUP;
import static io.dbprovision.core.backup.kind.BackupScene.DATABASE;
import static io.dbprovision.core.backup.kind.BackupScene.backupSpec;
import static io.dbprovision.core.backup.kind.BackupScene.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.Fields;
import io.dbprovision.core.backup.work.DumpWork;
import io.dbprovision.core.backup.work.WorkProgress;
import io.dbprovision.core.backup.work.WorkState;
import io.dbprovision.core.reconcile.World;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class BackupTest {
  private final BackupScene scene = BackupScene.withDatabase();

  @Test
  void aWorkerWithALoginOfItsOwnCopiesAndTheBackupIsCompletedWhenTheStoreHasIt() {
    scene.backup();

    assertThat(scene.phase(BACKUP)).isEqualTo("Running");
    assertThat(scene.path()).matches("backups/shop-nightly-\\d{8}-\\d{6}\\.lines");
    DumpWork work = (DumpWork) scene.workers.work(scene.uid(BACKUP)).orElseThrow();
    assertThat(work.server().credentials().username()).isEqualTo("copy-" + scene.uid(BACKUP));
    assertThat(work.server().database()).isEqualTo("shop");
    assertThat(work.path()).isEqualTo(scene.path());
    assertThat(Objects.requireNonNull(scene.copying.logins.get(scene.uid(BACKUP))).owner().name())
        .isEqualTo("shop");

    scene.workerDone();

    assertThat(scene.phase(BACKUP)).isEqualTo("Completed");
    assertThat(scene.ready(BACKUP)).isEqualTo("True/Ready");
    assertThat(scene.world.condition(BACKUP, "Synced").reason()).isEqualTo("BackupCompleted");
    Fields backup = scene.world.status(BACKUP).object("backup");
    assertThat(backup.number("sizeBytes", 0)).isEqualTo(2000);
    assertThat(backup.number("compressedSizeBytes", 0)).isEqualTo(1000);
    assertThat(backup.text("checksum")).contains(FakeStored.CHECKSUM);
    assertThat(scene.world.status(BACKUP).texts("warnings")).contains("one thing was left out");
    assertThat(scene.observed.successes).isEqualTo(1);
    assertThat(scene.told("Started nightly")).isTrue();
    assertThat(scene.told("Completed nightly")).isTrue();
  }

  @Test
  void theLoginAndTheWorkGoWhenItIsOver() {
    scene.backup();
    scene.workerDone();
    scene.later();

    assertThat(scene.copying.logins).isEmpty();
    assertThat(scene.workers.forgotten()).contains(scene.uid(BACKUP));
    assertThat(scene.world.status(BACKUP).has("step")).isFalse();
  }

  @Test
  void aLoginThatCannotBeTakenAwayNowIsTakenAwayLater() {
    scene.copying.dismissFails = EngineException.of(ErrorKind.UNREACHABLE, "no answer");
    scene.backup();
    scene.workerDone();
    scene.later();
    assertThat(scene.phase(BACKUP)).isEqualTo("Completed");
    assertThat(scene.copying.logins).isNotEmpty();

    scene.copying.dismissFails = null;
    scene.operator.later(Duration.ofMinutes(2));

    assertThat(scene.copying.logins).isEmpty();
  }

  @Test
  void itWaitsForItsDatabaseAndIsWokenByIt() {
    BackupScene empty = new BackupScene();
    empty.backup();
    assertThat(empty.phase(BACKUP)).isEqualTo("Pending");
    assertThat(empty.ready(BACKUP)).isEqualTo("False/Reconciling");
    assertThat(empty.workers.ids()).isEmpty();

    empty.operator.apply(
        DATABASE, Map.of("name", "shop", "instanceRef", Map.of("name", World.INSTANCE.name())));

    assertThat(empty.phase(BACKUP)).isEqualTo("Running");
  }

  @Test
  void aStoreThatDoesNotAnswerIsWaitedForBeforeAnythingIsBegun() {
    scene.stored.fails = EngineException.of(ErrorKind.UNREACHABLE, "no store");
    scene.backup();
    assertThat(scene.phase(BACKUP)).isEqualTo("Pending");
    assertThat(scene.copying.logins).isEmpty();

    scene.stored.fails = null;
    scene.operator.later(Duration.ofMinutes(2));

    assertThat(scene.phase(BACKUP)).isEqualTo("Running");
  }

  @Test
  void whatAWorkerDidNotDoIsFailedForGood() {
    scene.backup();
    scene.workerFailed(BACKUP, ErrorKind.INTERNAL);
    scene.operator.later(Duration.ofHours(2));

    assertThat(scene.phase(BACKUP)).isEqualTo("Failed");
    assertThat(scene.ready(BACKUP)).isEqualTo("False/BackupFailed");
    assertThat(scene.message(BACKUP)).contains("the tool was killed");
    assertThat(scene.workers.started()).isEqualTo(1);
    assertThat(scene.copying.logins).isEmpty();
    assertThat(scene.stored.cleaned).contains(scene.path());
    assertThat(scene.observed.failures).isEqualTo(1);
    assertThat(scene.told("Failed nightly")).isTrue();
  }

  @Test
  void aWorkersWordIsNotEnoughWithoutAManifestInTheStore() {
    scene.backup();
    scene.done(BACKUP, FakeStored.CHECKSUM);

    assertThat(scene.phase(BACKUP)).isEqualTo("Failed");
    assertThat(scene.message(BACKUP)).contains("no complete backup");
  }

  @Test
  void aManifestWithAnotherChecksumIsNotWhatTheWorkerWrote() {
    scene.backup();
    scene.stored.put(scene.path(), scene.uid(BACKUP), false);
    scene.done(BACKUP, "sha256:other");

    assertThat(scene.phase(BACKUP)).isEqualTo("Failed");
    assertThat(scene.message(BACKUP)).contains("another checksum");
  }

  @Test
  void aManifestOfAnotherBackupIsNone() {
    scene.backup();
    scene.stored.put(scene.path(), "somebody-else", false);
    scene.done(BACKUP, FakeStored.CHECKSUM);

    assertThat(scene.phase(BACKUP)).isEqualTo("Failed");
  }

  @Test
  void aStoreThatIsAwayAtTheEndIsAskedAgain() {
    scene.backup();
    String path = scene.path();
    scene.stored.fails = EngineException.of(ErrorKind.UNREACHABLE, "no store");
    scene.done(BACKUP, FakeStored.CHECKSUM);
    assertThat(scene.phase(BACKUP)).isEqualTo("Running");

    scene.stored.fails = null;
    scene.stored.put(path, scene.uid(BACKUP), false);
    scene.operator.later(Duration.ofMinutes(2));

    assertThat(scene.phase(BACKUP)).isEqualTo("Completed");
  }

  @Test
  void progressIsInTheStatusWhileItRunsAndEachPhaseHasOneEvent() {
    scene.backup();
    scene.workers.become(
        scene.uid(BACKUP),
        new WorkState.Running(
            new WorkProgress("copying", 500, 100, 50, 1, 3, scene.world.clock().instant())));
    scene.operator.settle();
    scene.operator.later(Duration.ofMinutes(1));

    assertThat(scene.events("ProgressUpdated"))
        .containsExactly("ProgressUpdated nightly: the worker is copying");
    Fields progress = scene.world.status(BACKUP).object("progress");
    assertThat(progress.text("phase")).contains("copying");
    assertThat(progress.number("bytes", 0)).isEqualTo(500);
    assertThat(progress.number("tablesTotal", 0)).isEqualTo(3);
  }

  @Test
  void pastItsDeadlineItIsCancelledAndHasFailed() {
    scene.operator.apply(BACKUP, with(backupSpec(), "activeDeadlineSeconds", 60));
    scene.operator.later(Duration.ofSeconds(90));

    assertThat(scene.workers.cancelled()).contains(scene.uid(BACKUP));
    assertThat(scene.phase(BACKUP)).isEqualTo("Failed");
    assertThat(scene.message(BACKUP)).contains("activeDeadlineSeconds (60)");
    assertThat(scene.copying.logins).isEmpty();
  }

  @Test
  void aKeyThatIsNot32BytesIsSaidSoAndNothingIsBegun() {
    scene.world.secrets().put("keys", Map.of("short", "0123456789"));
    scene.operator.apply(
        BACKUP,
        with(
            backupSpec(),
            "encryption",
            Map.of("enabled", true, "secretRef", Map.of("name", "keys", "key", "short"))));

    assertThat(scene.phase(BACKUP)).isEqualTo("Failed");
    assertThat(scene.message(BACKUP))
        .contains("spec.encryption.secretRef")
        .contains("exactly 32 raw bytes")
        .doesNotContain("0123456789");
    assertThat(scene.workers.ids()).isEmpty();
  }

  @Test
  void aCipherThatShowsNoChangeIsNotUsedAndThatIsSaid() {
    scene.world.secrets().put("keys", Map.of("key", "0123456789abcdef0123456789abcdef"));
    scene.operator.apply(
        BACKUP,
        with(
            backupSpec(),
            "encryption",
            Map.of(
                "enabled",
                true,
                "algorithm",
                "aes-256-cbc",
                "secretRef",
                Map.of("name", "keys", "key", "key"))));

    assertThat(scene.phase(BACKUP)).isEqualTo("Running");
    assertThat(scene.path()).endsWith(".lines.enc");
    assertThat(scene.world.status(BACKUP).texts("warnings").getFirst())
        .contains("aes-256-cbc")
        .contains("written with aes-256-gcm");
    DumpWork work = (DumpWork) scene.workers.work(scene.uid(BACKUP)).orElseThrow();
    assertThat(work.options().key()).isNotNull();
    assertThat(work.toString()).doesNotContain("0123456789abcdef");
  }

  @Test
  void aBlockThatTheEngineRefusesHasFailed() {
    scene.operator.apply(BACKUP, with(backupSpec(), "memory", Map.of("bad", true)));

    assertThat(scene.phase(BACKUP)).isEqualTo("Failed");
    assertThat(scene.message(BACKUP)).contains("spec.memory.bad: is bad");
  }

  @Test
  void anUnknownStoreIsNamed() {
    scene.operator.apply(
        BACKUP, with(backupSpec(), "storage", Map.of("type", "tape", "tape", Map.of())));

    assertThat(scene.phase(BACKUP)).isEqualTo("Failed");
    assertThat(scene.message(BACKUP)).contains("no plugin brings the store 'tape'");
  }

  @Test
  void whatLiesAtThePathOfSomebodyElseIsNeverRemovedForIt() {
    scene.backup();
    String path = scene.path();
    scene.workerFailed(BACKUP, ErrorKind.CONFLICT);
    scene.later();
    scene.operator.delete(BACKUP);

    assertThat(scene.stored.deleted).doesNotContain(path);
    assertThat(scene.world.gone(BACKUP)).isTrue();
  }

  @Test
  void aBackupThatItsWorkerFoundDamagedIsNotCompleted() {
    scene.backup();
    scene.stored.put(scene.path(), scene.uid(BACKUP), false);
    scene.workerFailed(BACKUP, ErrorKind.INVALID);

    assertThat(scene.phase(BACKUP)).isEqualTo("Failed");
  }

  @Test
  void aPausedOneIsLeftAlone() {
    scene.operator.apply(
        BACKUP, backupSpec(), Map.of("dbops.dbprovision.io/pause-reconcile", "true"));

    assertThat(scene.phase(BACKUP)).isEmpty();
    assertThat(scene.workers.ids()).isEmpty();
  }
}
