package io.dbprovision.core.backup.kind;

import static io.dbprovision.core.backup.kind.BackupScene.BACKUP;
import static io.dbprovision.core.backup.kind.BackupScene.RESTORE;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.reconcile.World;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Leftover;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.RestoreSpec;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What restores leave on a server whose objects nobody can ask any more. */
class RestoreRemainsTest {
  private static final Duration LONG = Duration.ofHours(7);

  private final BackupScene scene = BackupScene.withDatabase();

  @BeforeEach
  void aRestoreIsUnderWay() {
    scene.completedBackup();
    scene.operator.apply(
        RESTORE, BackupScene.with(RestoreTest.toNewDatabase(), "activeDeadlineSeconds", 1_000_000));
    assertThat(scene.copying.places).hasSize(1);
  }

  private Owner self() {
    RestoreSpec spec = Objects.requireNonNull(scene.copying.places.get(scene.uid(RESTORE)));
    return spec.by().orElseThrow();
  }

  /** As somebody does who takes its finalizer, or restores the cluster's state of yesterday. */
  private void vanish(ResourceKey key) {
    scene.world.resources().requestDeletion(key);
    scene.world.resources().removeFinalizers(scene.world.resource(key));
    scene.operator.settle();
    assertThat(scene.world.gone(key)).isTrue();
  }

  @Test
  void whatNoObjectSpeaksOfIsRemoved() {
    vanish(RESTORE);
    assertThat(scene.copying.places).hasSize(1);

    scene.operator.later(LONG);

    assertThat(scene.copying.places).isEmpty();
    assertThat(scene.told("LeftoverRemoved main")).isTrue();
  }

  @Test
  void theNextOperatorRemovesItAtOnce() {
    vanish(RESTORE);

    scene.restart();

    assertThat(scene.copying.places).isEmpty();
  }

  @Test
  void anInstanceThatComesAgainIsClearedOfWhatWasLeftMeanwhile() {
    scene.world.resources().requestDeletion(World.INSTANCE);
    scene.world.resources().removeFinalizers(scene.world.resource(World.INSTANCE));
    scene.operator.settle();
    scene.operator.delete(RESTORE);
    scene.operator.later(Duration.ofMinutes(1));
    assertThat(scene.world.gone(RESTORE)).isTrue();
    assertThat(scene.told("LeftBehind again")).isTrue();
    assertThat(scene.copying.places).hasSize(1);

    scene.world.applyInstance(Map.of(), Map.of());
    scene.operator.settle();

    assertThat(scene.copying.places).isEmpty();
  }

  @Test
  void aRestoreThatIsAtWorkKeepsItsPlace() {
    scene.operator.later(LONG);
    scene.restart();
    scene.operator.later(LONG);

    assertThat(scene.told("LeftoverRemoved")).isFalse();
  }

  @Test
  void aVerificationThatIsAtWorkKeepsItsPlace() {
    CustomKind kind = CustomKind.BACKUP;
    Owner verification =
        new Owner(
            self().cluster(),
            self().operator(),
            BACKUP.namespace(),
            BACKUP.name(),
            Scratch.uid(scene.world.resource(World.key(kind, BACKUP.name()))));
    scene.copying.places.put(
        verification.uid(),
        RestoreSpec.builder(verification.uid(), "scratch", scene.world.clock().instant())
            .by(verification)
            .build());

    scene.operator.later(LONG);
    assertThat(scene.copying.places).containsKey(verification.uid());

    vanish(BACKUP);
    scene.operator.later(LONG);
    assertThat(scene.copying.places).doesNotContainKey(verification.uid());
  }

  @Test
  void anothersIsNotTouched() {
    String id = "00000000-0000-0000-0000-000000000001";
    Owner other = new Owner(self().cluster(), "another", "default", "gone", id);
    Owner elsewhere = new Owner("elsewhere", self().operator(), "default", "gone", id);
    for (Owner by : new Owner[] {other, elsewhere}) {
      scene.copying.leftovers.add(new Leftover(by, "_dbops_r_" + id, true));
      scene.copying.leftovers.add(new Leftover(by, "_dbops_o_" + id, false));
    }

    scene.operator.later(LONG);

    assertThat(scene.copying.calls).doesNotContain("abandon");
    assertThat(scene.told("LeftBehind main")).isFalse();
  }

  @Test
  void whatMayHoldMoreThanWasRestoredIsNamedAndLeftAlone() {
    Owner by = self();
    scene.copying.leftovers.add(new Leftover(by, "_dbops_o_" + by.uid(), false));
    scene.operator.later(LONG);
    assertThat(scene.told("LeftBehind main")).as("its restore is there").isFalse();

    vanish(RESTORE);
    scene.operator.later(LONG);

    assertThat(scene.told("LeftBehind main")).isTrue();
    assertThat(scene.world.condition(World.INSTANCE, RestoreRemains.LEFT).message())
        .contains("_dbops_o_" + by.uid(), "default/again");

    scene.copying.leftovers.clear();
    scene.operator.later(LONG);
    assertThat(scene.world.status(World.INSTANCE).objects("conditions"))
        .noneMatch(condition -> condition.text("type", "").equals(RestoreRemains.LEFT));
  }

  @Test
  void whatCannotBeRemovedNowIsTriedAgain() {
    vanish(RESTORE);
    scene.copying.abandonFails = EngineException.of(ErrorKind.TIMEOUT, "in use");
    scene.operator.later(LONG);
    assertThat(scene.copying.places).hasSize(1);
    scene.copying.abandonFails = null;

    scene.operator.later(Duration.ofMinutes(11));

    assertThat(scene.copying.places).isEmpty();
  }
}
