package io.dbprovision.core.backup.kind;

import static io.dbprovision.core.backup.kind.BackupScene.BACKUP;
import static io.dbprovision.core.backup.kind.BackupScene.backupSpec;
import static io.dbprovision.core.backup.kind.BackupScene.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.NewObject;
import io.dbprovision.core.reconcile.World;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When a backup's time is over, before it began or long after it was made. */
class BackupExpiryTest {
  private final BackupScene scene = BackupScene.withDatabase();

  @Test
  void whenItsTtlIsOverItGoesAndWhatIsStoredToo() {
    scene.operator.apply(BACKUP, with(backupSpec(), "ttl", "2h"));
    scene.workerDone();
    scene.later();
    String path = scene.path();
    assertThat(scene.world.status(BACKUP).has("expiresAt")).isTrue();

    scene.operator.later(Duration.ofHours(3));

    assertThat(scene.world.gone(BACKUP)).isTrue();
    assertThat(scene.stored.deleted).contains(path);
  }

  @Test
  void aTtlOfNothingIsRefusedAndTheMessageSaysHowToKeepTheBackup() {
    scene.operator.apply(BACKUP, with(backupSpec(), "ttl", "0s"));

    assertThat(scene.phase(BACKUP)).isEqualTo("Failed");
    assertThat(scene.message(BACKUP)).contains("spec.ttl: ", "168h", "leave it out");
  }

  @Test
  void itsTtlNeverTakesTheLastGoodOneOfASchedule() {
    scene.world.resources().put(World.key(CustomKind.BACKUP_SCHEDULE, "plan"), Map.of(), Map.of());
    ofSchedule(BACKUP, with(backupSpec(), "ttl", "2h"));
    scene.workerDone();
    scene.later();

    scene.operator.later(Duration.ofHours(9));

    assertThat(scene.world.gone(BACKUP)).isFalse();
    assertThat(scene.stored.deleted).isEmpty();
    assertThat(scene.message(BACKUP)).contains("until there is a newer good backup");

    ResourceKey next = World.key(CustomKind.BACKUP, "nightly-2");
    scene.world.resources().createdAt(scene.world.clock().instant());
    ofSchedule(next, backupSpec());
    scene.stored.put(
        scene.world.status(next).object("backup").text("path", ""), scene.uid(next), false);
    scene.done(next, FakeStored.CHECKSUM);
    scene.operator.later(Duration.ofHours(1));

    assertThat(scene.world.gone(BACKUP)).isTrue();
    assertThat(scene.stored.deleted).hasSize(1);
  }

  @Test
  void oneOfAScheduleThatCannotBeginFailsInTheEndBecauseOthersWaitForIt() {
    scene.stored.fails = EngineException.of(ErrorKind.NOT_FOUND, "there is no such bucket");
    scene.world.resources().createdAt(scene.world.clock().instant());
    ofSchedule(BACKUP, backupSpec());
    assertThat(scene.phase(BACKUP)).isEqualTo("Pending");

    scene.operator.later(Duration.ofMinutes(61));

    assertThat(scene.phase(BACKUP)).isEqualTo("Failed");
    assertThat(scene.message(BACKUP)).contains("could not begin", "no such bucket");
  }

  private void ofSchedule(ResourceKey key, Map<String, Object> spec) {
    var _ =
        scene
            .world
            .resources()
            .create(new NewObject(key, Map.of(Keys.SCHEDULE_LABEL, "plan"), Map.of(), spec));
    scene.operator.settle();
  }
}
