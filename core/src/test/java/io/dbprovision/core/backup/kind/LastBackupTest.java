package io.dbprovision.core.backup.kind;

import static io.dbprovision.core.backup.kind.BackupScene.DATABASE;
import static io.dbprovision.core.backup.kind.BackupScene.STORAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.backup.work.Match;
import io.dbprovision.core.backup.work.WorkResult;
import io.dbprovision.core.backup.work.WorkState;
import io.dbprovision.core.reconcile.World;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.testkit.memory.InMemoryServer;
import io.dbprovision.spi.testkit.memory.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Databases are dropped once a last backup of them is stored and verified, and not before. */
class LastBackupTest {
  private static final Duration SETTLED = Duration.ofSeconds(3);

  private BackupScene scene = new BackupScene();

  @BeforeEach
  void aDatabaseWithAPlaceForItsLastBackup() {
    scene.operator.apply(DATABASE, snapshot(Map.of()));
    assertThat(scene.world.condition(DATABASE, "Synced").status()).isEqualTo("True");
  }

  @Test
  void itIsDroppedOnceItsBackupIsCompletedAndVerifiedAndTheBackupOutlivesIt() {
    delete();
    assertThat(scene.ready(DATABASE)).isEqualTo("False/Deleting");
    assertThat(server().closed()).containsKey("shop");
    assertThat(backups()).as("who was about to come in is waited for").isEmpty();

    scene.operator.later(SETTLED);
    CustomResource backup = backup();
    assertThat(backup.metadata().owners()).isEmpty();
    assertThat(backup.metadata().labels())
        .containsEntry(Keys.LAST_BACKUP_LABEL, scene.uid(DATABASE));
    assertThat(backup.spec().values()).containsEntry("storage", STORAGE);
    assertThat(scene.message(DATABASE)).contains(backup.name());

    copied();
    assertThat(there()).as("stored is not enough").isTrue();
    assertThat(scene.message(DATABASE)).contains("being verified");

    verified(Match.SAME);
    assertThat(scene.world.gone(DATABASE)).isTrue();
    assertThat(there()).isFalse();
    assertThat(server().closed()).isEmpty();
    assertThat(scene.copying.logins).isEmpty();
    assertThat(backup().status().text("phase", "")).isEqualTo("Completed");
  }

  @Test
  void whatIsDroppedHasNothingButThisBackupSoItsDataOutlivesItsObject() {
    dropped();
    scene.world.resources().requestDeletion(backup().key());
    scene.operator.settle();
    assertThat(backups()).isEmpty();
    assertThat(scene.stored.deleted).isEmpty();
    assertThat(scene.told("Deleted shop-last-")).isTrue();
  }

  @Test
  void unlessItsTimeIsOver() {
    scene.operator.apply(DATABASE, snapshot(Map.of("ttl", "2h")));
    dropped();
    scene.operator.later(Duration.ofHours(3));
    assertThat(backups()).isEmpty();
    assertThat(scene.stored.deleted).hasSize(1);
  }

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
  void aBackupThatCannotBeVerifiedIsNone() {
    for (Match match : List.of(Match.UNKNOWN)) {
      delete();
      scene.operator.later(SETTLED);
      copied();
      verified(match);
      assertThat(there()).isTrue();
      assertThat(scene.ready(DATABASE)).isEqualTo("False/BackupFailed");
      assertThat(scene.message(DATABASE)).contains("could not be verified");
      assertThat(server().closed()).isEmpty();
    }
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
  void aDatabaseInUseStaysOpenUntilItsClientsAreGone() {
    server().connect("shop");
    delete();
    assertThat(scene.ready(DATABASE)).isEqualTo("False/DeleteFailed");
    assertThat(scene.message(DATABASE)).contains("1 sessions are open", Keys.FORCE_DELETE);
    assertThat(server().closed()).isEmpty();
    assertThat(scene.world.status(DATABASE).has("lastBackup")).isFalse();

    server().disconnect("shop");
    scene.operator.later(Duration.ofMinutes(1));
    finish();
    assertThat(scene.world.gone(DATABASE)).isTrue();
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
  void forceEndsSessionsAndStillMakesTheBackup() {
    server().connect("shop");
    force();
    delete();
    assertThat(server().connected("shop")).isZero();
    finish();
    assertThat(scene.world.gone(DATABASE)).isTrue();
    assertThat(there()).isFalse();
    assertThat(backups()).hasSize(1);
  }

  @Test
  void forceWithoutABackupLetsTheObjectGoAndLeavesTheDatabase() {
    scene.stored.fails = EngineException.of(ErrorKind.UNREACHABLE, "no route to the store");
    force();
    delete();
    assertThat(scene.world.gone(DATABASE)).isTrue();
    assertThat(there()).isTrue();
    assertThat(server().closed()).isEmpty();
    assertThat(scene.told("LeftBehind shop")).isTrue();
  }

  @Test
  void inANamespaceThatGoesTheDatabaseStaysAndIsOpen() {
    delete();
    scene.operator.later(SETTLED);
    scene.world.namespaces().terminate("default");
    scene.later();
    assertThat(scene.world.gone(DATABASE)).isTrue();
    assertThat(there()).isTrue();
    assertThat(server().closed()).isEmpty();
  }

  @Test
  void anotherPolicyEndsTheWaiting() {
    delete();
    scene.operator.later(SETTLED);
    scene.operator.apply(DATABASE, with(snapshot(Map.of()), "deletionPolicy", "Retain"));
    assertThat(scene.world.gone(DATABASE)).isTrue();
    assertThat(there()).isTrue();
    assertThat(server().closed()).isEmpty();
  }

  @Test
  void deleteInsteadDropsItAtOnce() {
    scene.stored.fails = EngineException.of(ErrorKind.UNREACHABLE, "no route to the store");
    delete();
    scene.operator.apply(DATABASE, with(snapshot(Map.of()), "deletionPolicy", "Delete"));
    assertThat(scene.world.gone(DATABASE)).isTrue();
    assertThat(there()).isFalse();
  }

  @Test
  void whatSomebodyElseDroppedNeedsNoBackup() {
    server().databases().remove("shop");
    delete();
    assertThat(scene.world.gone(DATABASE)).isTrue();
    assertThat(backups()).isEmpty();
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

  @Test
  void withoutTheBlockItIsRetainAndWithoutThePolicyTheBlockIsSaidToDoNothing() {
    scene.operator.apply(
        DATABASE,
        Map.of(
            "name",
            "shop",
            "instanceRef",
            Map.of("name", World.INSTANCE.name()),
            "deletionProtection",
            false,
            "deletionPolicy",
            "Snapshot"));
    assertThat(scene.world.condition(DATABASE, "Synced").message()).contains("as Retain does");

    scene.operator.apply(DATABASE, with(snapshot(Map.of()), "deletionPolicy", "Delete"));
    assertThat(scene.world.condition(DATABASE, "Synced").message())
        .contains("spec.snapshot: has no effect while spec.deletionPolicy is Delete");
  }

  @Test
  void aStoreThatNoPluginBringsIsSaidBeforeItIsNeeded() {
    scene.operator.apply(
        DATABASE,
        with(
            snapshot(Map.of()),
            "snapshot",
            Map.of("storage", Map.of("type", "attic", "attic", Map.of()))));
    assertThat(scene.world.condition(DATABASE, "Synced").message())
        .contains("spec.snapshot.storage.type: no plugin brings the store 'attic'");
  }

  private static Map<String, Object> snapshot(Map<String, Object> more) {
    Map<String, Object> block = new HashMap<>(more);
    block.put("storage", STORAGE);
    Map<String, Object> spec = new HashMap<>();
    spec.put("name", "shop");
    spec.put("instanceRef", Map.of("name", World.INSTANCE.name()));
    spec.put("deletionProtection", false);
    spec.put("deletionPolicy", "Snapshot");
    spec.put("snapshot", block);
    return spec;
  }

  private static Map<String, Object> with(Map<String, Object> spec, String key, Object value) {
    return BackupScene.with(spec, key, value);
  }

  private void delete() {
    scene.operator.delete(DATABASE);
  }

  private void force() {
    scene.operator.apply(DATABASE, snapshot(Map.of()), Map.of(Keys.FORCE_DELETE, "true"));
  }

  private InMemoryServer server() {
    return scene.world.server();
  }

  private boolean there() {
    return server().databases().containsKey("shop");
  }

  private List<CustomResource> backups() {
    return List.copyOf(scene.world.resources().list(CustomKind.BACKUP));
  }

  private CustomResource backup() {
    return backups().stream()
        .filter(one -> !one.deleting())
        .reduce((one, other) -> other)
        .orElseThrow(() -> new AssertionError("no backup: " + scene.message(DATABASE)));
  }

  private String uid() {
    return backup().metadata().uid();
  }

  /** The worker of the last backup did its work. */
  private void copied() {
    String path = backup().status().object("backup").text("path", "");
    scene.stored.put(path, uid(), false);
    scene.done(backup().key(), FakeStored.CHECKSUM);
    scene.later();
  }

  private void verified(Match match) {
    scene.workers.become(
        Scratch.uid(backup()),
        new WorkState.Done(
            new WorkResult(
                Instant.EPOCH,
                Instant.EPOCH,
                2000,
                1000,
                FakeStored.CHECKSUM,
                "lines",
                "linedump 1",
                "9.9",
                3,
                match,
                List.of(),
                0)));
    scene.later();
  }

  private void finish() {
    scene.operator.later(SETTLED);
    copied();
    verified(Match.SAME);
  }

  private void dropped() {
    delete();
    finish();
    assertThat(scene.world.gone(DATABASE)).isTrue();
  }
}
