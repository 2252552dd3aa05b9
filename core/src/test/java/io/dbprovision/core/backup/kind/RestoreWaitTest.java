package io.dbprovision.core.backup.kind;

import static io.dbprovision.core.backup.kind.BackupScene.BACKUP;
import static io.dbprovision.core.backup.kind.BackupScene.RESTORE;
import static io.dbprovision.core.backup.kind.BackupScene.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.ErrorKind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A restore whose backup is not completed yet. */
class RestoreWaitTest {
  @Test
  void aBackupThatIsNotThereYetAndThenAtWorkIsWaitedFor() {
    BackupScene fresh = BackupScene.withDatabase();
    fresh.world.resources().createdAt(fresh.world.clock().instant());
    fresh.operator.apply(RESTORE, RestoreTest.toNewDatabase());
    assertThat(fresh.phase(RESTORE)).isEqualTo("Pending");
    assertThat(fresh.ready(RESTORE)).isEqualTo("False/Reconciling");
    assertThat(fresh.world.condition(RESTORE, "Synced").reason()).isEqualTo("DependencyNotReady");
    assertThat(fresh.message(RESTORE))
        .contains("spec.backupRef", "DatabaseBackup default/nightly was not found");

    fresh.backup();
    assertThat(fresh.phase(RESTORE)).isEqualTo("Pending");
    assertThat(fresh.message(RESTORE)).contains("is not completed, it is Running");

    fresh.workerDone();
    assertThat(fresh.phase(RESTORE)).as("woken by it, without a poll").isEqualTo("Running");
  }

  @Test
  void aBackupThatNobodyMakesIsNotWaitedForWithoutEnd() {
    BackupScene fresh = BackupScene.withDatabase();
    fresh.world.resources().createdAt(fresh.world.clock().instant());
    fresh.operator.apply(RESTORE, with(RestoreTest.toNewDatabase(), "activeDeadlineSeconds", 600));
    fresh.operator.later(Duration.ofSeconds(500));
    assertThat(fresh.phase(RESTORE)).isEqualTo("Pending");

    fresh.operator.later(Duration.ofMinutes(2));
    assertThat(fresh.ready(RESTORE)).isEqualTo("False/ValidationFailed");
    assertThat(fresh.message(RESTORE)).contains("was not found", "(600)");
  }

  @Test
  void aBackupThatFailsWhileItIsWaitedForIsNoSource() {
    BackupScene fresh = BackupScene.withDatabase();
    fresh.backup();
    fresh.operator.apply(RESTORE, RestoreTest.toNewDatabase());
    fresh.workerFailed(BACKUP, ErrorKind.INTERNAL);

    assertThat(fresh.phase(RESTORE)).isEqualTo("Failed");
    assertThat(fresh.ready(RESTORE)).isEqualTo("False/ValidationFailed");
    assertThat(fresh.message(RESTORE)).contains("is not completed, it is Failed");
  }
}
