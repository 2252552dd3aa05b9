package io.dbprovision.core.backup.kind;

import static io.dbprovision.core.backup.kind.BackupScene.DATABASE;
import static io.dbprovision.core.backup.kind.BackupScene.STORAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.backup.work.Match;
import io.dbprovision.core.reconcile.World;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Databases are dropped once a last backup of them is stored and verified, and not before. */
class LastBackupTest extends LastBackupScene {
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
  void manyAtOnceAreHeldAsAnyDeletionIs() {
    List<ResourceKey> keys = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      ResourceKey key = World.key(CustomKind.DATABASE, "shop-" + i);
      scene.operator.apply(key, with(snapshot(Map.of()), "name", "shop_" + i));
      keys.add(key);
    }
    keys.forEach(scene.world.resources()::requestDeletion);
    scene.operator.later(Duration.ofMinutes(1));
    assertThat(keys).allMatch(key -> scene.ready(key).equals("False/MassDeletion"));
    assertThat(backups()).isEmpty();
    assertThat(server().closed()).isEmpty();
  }

  @Test
  void inACascadeTheInstanceWaitsForTheBackup() {
    scene.operator.delete(World.INSTANCE);
    scene.world.applyInstance(
        Map.of("deletionProtection", false), Map.of(Keys.FORCE_DELETE, "true"));
    scene.operator.settle();
    String hash =
        scene.world.status(World.INSTANCE).object("deletionConfirmation").text("hash", "");
    scene.world.applyInstance(
        Map.of("deletionProtection", false),
        Map.of(Keys.FORCE_DELETE, "true", Keys.CONFIRM_FORCE_DELETE, hash));
    scene.operator.later(Duration.ofSeconds(10));
    assertThat(scene.world.resource(DATABASE).deleting()).isTrue();
    finish();
    scene.operator.later(Duration.ofSeconds(10));
    assertThat(scene.world.gone(DATABASE)).isTrue();
    assertThat(there()).isFalse();
    assertThat(scene.world.gone(World.INSTANCE)).isTrue();
    assertThat(backups()).hasSize(1);
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
}
