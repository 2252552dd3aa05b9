package io.dbprovision.core.backup.kind;

import static io.dbprovision.core.backup.kind.BackupScene.BACKUP;
import static io.dbprovision.core.backup.kind.BackupScene.backupSpec;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.NewObject;
import io.dbprovision.core.reconcile.World;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BackupDeletionTest {
  private final BackupScene scene = BackupScene.withDatabase();

  @Test
  void whatIsStoredGoesWithTheObject() {
    scene.completedBackup();
    String path = scene.path();

    scene.operator.delete(BACKUP);

    assertThat(scene.world.gone(BACKUP)).isTrue();
    assertThat(scene.stored.deleted).containsExactly(path);
    assertThat(scene.stored.manifests).isEmpty();
  }

  @Test
  void aRunningOneIsCancelledFirst() {
    scene.backup();
    String uid = scene.uid(BACKUP);

    scene.operator.delete(BACKUP);
    scene.operator.later(Duration.ofSeconds(10));

    assertThat(scene.workers.cancelled()).contains(uid);
    assertThat(scene.workers.forgotten()).contains(uid);
    assertThat(scene.copying.logins).isEmpty();
    assertThat(scene.stored.deleted).hasSize(1);
    assertThat(scene.world.gone(BACKUP)).isTrue();
  }

  @Test
  void aStoreThatCannotBeReachedKeepsItUntilItCan() {
    scene.completedBackup();
    scene.stored.fails = EngineException.of(ErrorKind.UNREACHABLE, "no store");
    scene.operator.delete(BACKUP);
    assertThat(scene.ready(BACKUP)).isEqualTo("False/DeleteFailed");
    assertThat(scene.message(BACKUP)).contains(Keys.FORCE_DELETE);
    assertThat(scene.told("DeleteFailed nightly")).isTrue();

    scene.stored.fails = null;
    scene.operator.later(Duration.ofMinutes(1));

    assertThat(scene.world.gone(BACKUP)).isTrue();
    assertThat(scene.stored.deleted).hasSize(1);
  }

  @Test
  void forcedItGoesAndSaysWhatIsLeft() {
    scene.completedBackup();
    scene.stored.fails = EngineException.of(ErrorKind.UNREACHABLE, "no store");
    scene.operator.delete(BACKUP);

    scene.operator.apply(BACKUP, backupSpec(), Map.of(Keys.FORCE_DELETE, "true"));

    assertThat(scene.world.gone(BACKUP)).isTrue();
    assertThat(scene.told("LeftBehind nightly")).isTrue();
  }

  @Test
  void withoutItsScheduleWhatIsStoredStays() {
    ofSchedule("gone");
    scene.workerDone();
    scene.later();

    scene.operator.delete(BACKUP);

    assertThat(scene.world.gone(BACKUP)).isTrue();
    assertThat(scene.stored.deleted).isEmpty();
    assertThat(scene.stored.manifests).hasSize(1);
    assertThat(scene.world.events().seen())
        .anyMatch(event -> event.startsWith("Deleted nightly") && event.contains("stays"));
  }

  @Test
  void withItsScheduleInPlaceWhatIsStoredGoes() {
    scene.world.resources().put(World.key(CustomKind.BACKUP_SCHEDULE, "kept"), Map.of(), Map.of());
    ofSchedule("kept");
    scene.workerDone();
    scene.later();

    scene.operator.delete(BACKUP);

    assertThat(scene.stored.deleted).hasSize(1);
  }

  @Test
  void inANamespaceThatGoesWhatAScheduleMadeStaysWhicheverGoesFirst() {
    scene.world.resources().put(World.key(CustomKind.BACKUP_SCHEDULE, "kept"), Map.of(), Map.of());
    ofSchedule("kept");
    scene.workerDone();
    scene.later();
    scene.world.namespaces().terminateUnseen("default");

    scene.operator.delete(BACKUP);

    assertThat(scene.world.gone(BACKUP)).isTrue();
    assertThat(scene.stored.deleted).isEmpty();
  }

  @Test
  void aScheduleWhoseDeletionTheWatchHasNotToldYetKeepsWhatIsStored() {
    ResourceKey schedule = World.key(CustomKind.BACKUP_SCHEDULE, "kept");
    scene.world.resources().put(schedule, Map.of(), Map.of());
    ofSchedule("kept");
    scene.workerDone();
    scene.later();
    scene.world.resources().watch.goingUnseen.add(schedule);

    scene.operator.delete(BACKUP);

    assertThat(scene.world.gone(BACKUP)).isTrue();
    assertThat(scene.stored.deleted).isEmpty();
  }

  @Test
  void whatIsLeftOnAServerWhoseInstanceIsGoneIsTold() {
    scene.backup();
    scene.operator.delete(World.INSTANCE);
    scene.world.resources().hold(World.INSTANCE);
    scene.world.resources().requestDeletion(World.INSTANCE);

    scene.operator.delete(BACKUP);
    scene.later();

    assertThat(scene.world.gone(BACKUP)).isTrue();
    assertThat(scene.told("LeftBehind nightly")).isTrue();
  }

  private void ofSchedule(String name) {
    var _ =
        scene
            .world
            .resources()
            .create(
                new NewObject(BACKUP, Map.of(Keys.SCHEDULE_LABEL, name), Map.of(), backupSpec()));
    scene.operator.settle();
  }

  @Test
  void whatAnEarlierOperatorCompletedIsLeftAloneAndCanBeDeleted() {
    earlier("Completed");
    assertThat(scene.phase(BACKUP)).isEqualTo("Completed");
    assertThat(scene.world.status(BACKUP).object("backup").text("path")).contains("old/file.dump");
    assertThat(scene.workers.ids()).isEmpty();
    assertThat(scene.copying.calls).isEmpty();

    scene.operator.delete(BACKUP);

    assertThat(scene.world.gone(BACKUP)).isTrue();
    assertThat(scene.stored.deleted).containsExactly("old/file.dump");
  }

  @Test
  void whatAnEarlierOperatorWasAtHasFailed() {
    earlier("Running");

    assertThat(scene.phase(BACKUP)).isEqualTo("Failed");
    assertThat(scene.message(BACKUP)).contains("earlier operator");
  }

  private void earlier(String phase) {
    scene.operator.kill();
    scene.world.resources().put(BACKUP, backupSpec(), Map.of());
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("phase", phase);
    status.put("startedAt", "2026-01-01T00:00:00Z");
    status.put("backup", Map.of("path", "old/file.dump", "sizeBytes", 5));
    var _ = scene.world.resources().applyStatus(scene.world.resource(BACKUP), status);
    scene.restart();
  }
}
