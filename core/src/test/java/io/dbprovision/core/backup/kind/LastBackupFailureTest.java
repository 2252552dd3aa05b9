package io.dbprovision.core.backup.kind;

import static io.dbprovision.core.backup.kind.BackupScene.DATABASE;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.backup.work.Match;
import io.dbprovision.core.backup.work.WorkState;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.testkit.memory.Operation;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A last backup does not come about: the database stays, and is as open as it was. */
class LastBackupFailureTest extends LastBackupScene {
  @Test
  void aStoreThatIsAwayLeavesTheDatabaseOpenAndItsReturnCompletesTheDeletion() {
    scene.stored.fails = EngineException.of(ErrorKind.UNREACHABLE, "no route to the store");
    delete();
    assertThat(scene.ready(DATABASE)).isEqualTo("False/BackupFailed");
    assertThat(scene.message(DATABASE))
        .contains("no route to the store", "spec.deletionPolicy to Delete");
    assertThat(server().closed()).isEmpty();
    assertThat(backups()).isEmpty();

    scene.stored.fails = null;
    scene.operator.later(Duration.ofMinutes(1));
    finish();
    assertThat(scene.world.gone(DATABASE)).isTrue();
  }

  @Test
  void aFieldThatMakesNoSenseIsNamedAsTheDatabaseHasIt() {
    scene.operator.apply(DATABASE, snapshot(Map.of("encryption", Map.of("enabled", true))));
    delete();
    assertThat(scene.message(DATABASE)).contains("spec.snapshot.encryption.secretRef: ");
    assertThat(server().closed()).isEmpty();
  }

  @Test
  void aFailedCopyOpensTheDatabaseAndIsFollowedByAnotherAfterAPause() {
    delete();
    scene.operator.later(SETTLED);
    String first = backup().name();
    scene.workers.become(
        uid(), new WorkState.Failed(ErrorKind.INTERNAL, null, "the tool was killed", true));
    scene.later();
    assertThat(scene.ready(DATABASE)).isEqualTo("False/BackupFailed");
    assertThat(scene.message(DATABASE)).contains(first, "the tool was killed");
    assertThat(server().closed()).isEmpty();
    assertThat(there()).isTrue();

    scene.operator.later(Duration.ofMinutes(1));
    assertThat(backup().name()).isNotEqualTo(first);
    finish();
    assertThat(scene.world.gone(DATABASE)).isTrue();
    assertThat(backups()).hasSize(1);
  }

  @Test
  void aBackupThatDoesNotSayWhatItHoldsIsNone() {
    delete();
    scene.operator.later(SETTLED);
    copied();
    verified(Match.UNKNOWN);
    assertUntouched("could not be verified");
  }

  @Test
  void aBackupThatHoldsSomethingElseIsNone() {
    delete();
    scene.operator.later(SETTLED);
    copied();
    scene.workers.become(
        Scratch.uid(backup()),
        new WorkState.Failed(ErrorKind.INVALID, null, "table items has 2 rows, not 3", false));
    scene.later();
    assertUntouched("2 rows, not 3");
  }

  @Test
  void aBackupThatIsNeverTriedIsGivenUp() {
    delete();
    scene.operator.later(SETTLED);
    copied();
    scene.copying.prepareFails = EngineException.of(ErrorKind.PERMISSION, "no right to make one");
    for (int hour = 0; hour < 4 && !server().closed().isEmpty(); hour++) {
      scene.operator.later(Duration.ofHours(1));
    }
    assertThat(there()).isTrue();
    assertThat(server().closed()).isEmpty();
  }

  @Test
  void aServerThatCannotKeepADatabaseStillIsSaidBeforeAndThen() {
    scene.copying.canKeepStill = false;
    scene.operator.apply(DATABASE, snapshot(Map.of("ttl", "5h")));
    assertThat(scene.world.condition(DATABASE, "Synced").reason()).isEqualTo("UnsupportedByEngine");
    assertThat(scene.world.condition(DATABASE, "Synced").message())
        .contains("spec.deletionPolicy: Snapshot does not work on this server")
        .doesNotContain("spec.snapshot.deletionPolicy");
    delete();
    assertThat(scene.ready(DATABASE)).isEqualTo("False/UnsupportedByEngine");
    assertThat(scene.message(DATABASE)).contains("cannot be kept still", "set it to Retain");
    assertThat(there()).isTrue();
  }

  private void assertUntouched(String why) {
    assertThat(there()).isTrue();
    assertThat(scene.ready(DATABASE)).isEqualTo("False/BackupFailed");
    assertThat(scene.message(DATABASE)).contains(why);
    assertThat(server().closed()).isEmpty();
  }

  @Test
  void aBackupThatSomebodyChangedOrDeletedIsNone() {
    delete();
    scene.operator.later(SETTLED);
    CustomResource backup = backup();
    Map<String, Object> changed = new HashMap<>(backup.spec().values());
    changed.put("activeDeadlineSeconds", 5);
    scene.operator.apply(backup.key(), changed);
    assertThat(scene.message(DATABASE)).contains("was changed");
    assertThat(server().closed()).isEmpty();

    scene.operator.later(Duration.ofMinutes(1));
    scene.world.resources().requestDeletion(backup().key());
    scene.later();
    assertThat(scene.ready(DATABASE)).isEqualTo("False/BackupFailed");
    assertThat(there()).isTrue();
  }

  @Test
  void whoGotInWhileTheCopyWasMadeMayHaveWrittenSoAnotherIsMade() {
    delete();
    scene.operator.later(SETTLED);
    copied();
    server().connect("shop");
    verified(Match.SAME);
    assertThat(there()).isTrue();
    assertThat(scene.message(DATABASE)).contains("what they wrote may not be in it");

    server().disconnect("shop");
    scene.operator.later(Duration.ofMinutes(1));
    finish();
    assertThat(scene.world.gone(DATABASE)).isTrue();
  }

  @Test
  void aDoorThatSomebodyOpenedMakesTheCopyWorthNothing() {
    delete();
    scene.operator.later(SETTLED);
    copied();
    server().closed().put("shop", true);
    verified(Match.SAME);
    assertThat(there()).isTrue();
    assertThat(scene.message(DATABASE)).contains("somebody was let into the database");
  }

  @Test
  void aRefusalOfTheServerIsSaidAndNothingIsTouched() {
    server().fail(Operation.QUIESCE, ErrorKind.PERMISSION);
    delete();
    assertThat(scene.ready(DATABASE)).isEqualTo("False/BackupFailed");
    assertThat(scene.message(DATABASE)).contains("PermissionDenied");
    server().recover();
    scene.operator.later(Duration.ofMinutes(1));
    finish();
    assertThat(scene.world.gone(DATABASE)).isTrue();
  }

  @Test
  void whereverTheOperatorEndsItIsDroppedWithABackupOrThereAndOneBackupIsMade() {
    for (int write = 0; write < 12; write++) {
      scene = new BackupScene();
      aDatabaseWithAPlaceForItsLastBackup();
      int at = write;
      boolean _ =
          scene.crashing(
              at,
              () -> {
                delete();
                scene.operator.later(SETTLED);
              });
      scene.world.resources().requestDeletion(DATABASE);
      scene.operator.later(Duration.ofMinutes(1));
      assertThat(there()).as("ended before write %d", write).isTrue();
      assertThat(backups()).as("ended before write %d", write).hasSize(1);
      finish();
      assertThat(scene.world.gone(DATABASE)).as("ended before write %d", write).isTrue();
      assertThat(there()).as("ended before write %d", write).isFalse();
      assertThat(server().closed()).isEmpty();
    }
  }
}
