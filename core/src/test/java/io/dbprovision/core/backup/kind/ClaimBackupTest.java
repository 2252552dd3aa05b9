package io.dbprovision.core.backup.kind;

import static io.dbprovision.core.backup.kind.BackupScene.BACKUP;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.backup.work.Errand;
import io.dbprovision.core.backup.work.Finding;
import io.dbprovision.core.backup.work.Removed;
import io.dbprovision.core.backup.work.StoreWork;
import io.dbprovision.core.backup.work.WorkState;
import io.dbprovision.core.backup.work.WorkTerms;
import io.dbprovision.core.kube.NewObject;
import io.dbprovision.core.reconcile.World;
import io.dbprovision.spi.ErrorKind;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Backups on a claim that the operator cannot open: whatever it wants of it, a worker does. */
class ClaimBackupTest extends ClaimScene {
  @Test
  void aWorkerSaysThatTheClaimIsGoodAndAnotherOnesWordCountsForTheCopy() {
    scene.operator.apply(BACKUP, SPEC);
    assertThat(scene.phase(BACKUP)).isEqualTo("Pending");
    assertThat(scene.message(BACKUP)).contains("claim vault");
    WorkTerms terms = scene.workers.terms(asked(Errand.Check.class).id()).orElseThrow();
    assertThat(terms.namespace()).isEqualTo("default");
    assertThat(terms.claimName()).contains("vault");
    assertThat(terms.instance()).as("it loads no server").isEmpty();

    answer(Errand.Check.class, GOOD);
    assertThat(scene.phase(BACKUP)).isEqualTo("Running");
    assertThat(scene.workers.terms(scene.uid(BACKUP)).orElseThrow().claimName()).contains("vault");

    scene.done(BACKUP, "sha256:beef");

    assertThat(scene.phase(BACKUP)).isEqualTo("Completed");
    assertThat(scene.world.status(BACKUP).object("backup").text("checksum"))
        .contains("sha256:beef");
    assertThat(scene.world.status(BACKUP).object("backup").number("sizeBytes", 0)).isEqualTo(2000);
  }

  @Test
  void aClaimThatWasGoodIsNotAskedForAgain() {
    completed();
    scene.operator.apply(World.key(CustomKind.BACKUP, "second"), SPEC);

    assertThat(scene.phase(World.key(CustomKind.BACKUP, "second"))).isEqualTo("Running");
  }

  @Test
  void aClaimThatIsNotThereIsWaitedForAndTold() {
    scene.operator.apply(BACKUP, SPEC);
    waits(Errand.Check.class);

    assertThat(scene.phase(BACKUP)).isEqualTo("Pending");
    assertThat(scene.message(BACKUP)).contains("vault", "not found");

    answer(Errand.Check.class, GOOD);
    assertThat(scene.phase(BACKUP)).isEqualTo("Running");
  }

  @Test
  void whoDeletesABackupThatWaitsForItsClaimLeavesNoWorkerBehind() {
    scene.operator.apply(BACKUP, SPEC);
    waits(Errand.Check.class);
    String asked = asked(Errand.Check.class).id();

    scene.operator.delete(BACKUP);

    assertThat(scene.world.gone(BACKUP)).isTrue();
    assertThat(scene.workers.state(asked)).isEqualTo(new WorkState.Absent());
  }

  @Test
  void aScheduledOneThatWaitsInVainFailsWithTheClaimsNameAndLeavesNoWorkerBehind() {
    scene.world.resources().createdAt(scene.world.clock().instant());
    scene
        .world
        .resources()
        .create(new NewObject(BACKUP, Map.of(Keys.SCHEDULE_LABEL, "plan"), Map.of(), SPEC));
    scene.operator.settle();
    waits(Errand.Check.class);
    String asked = asked(Errand.Check.class).id();

    scene.operator.later(Duration.ofHours(2));

    assertThat(scene.phase(BACKUP)).isEqualTo("Failed");
    assertThat(scene.message(BACKUP)).contains("activeDeadlineSeconds", NO_CLAIM);
    assertThat(scene.workers.state(asked)).isEqualTo(new WorkState.Absent());
  }

  @Test
  void aWorkerThatDidNotRunToItsEndSaysWhatItWaitedFor() {
    scene.operator.apply(BACKUP, SPEC);
    waits(Errand.Check.class);
    fails(Errand.Check.class, ErrorKind.TIMEOUT, "the work was not done within its deadline");

    assertThat(scene.phase(BACKUP)).isEqualTo("Pending");
    assertThat(scene.message(BACKUP)).contains("within its deadline", NO_CLAIM);
  }

  @Test
  void aCopyThatNeverRanIsOverWithWhatItWaitedFor() {
    scene.operator.apply(BACKUP, SPEC);
    answer(Errand.Check.class, GOOD);
    scene.workers.become(scene.uid(BACKUP), new WorkState.Waiting(NO_CLAIM));

    scene.operator.later(Duration.ofHours(2));

    assertThat(scene.phase(BACKUP)).isEqualTo("Failed");
    assertThat(scene.message(BACKUP)).contains("activeDeadlineSeconds", NO_CLAIM);
    assertThat(scene.workers.state(scene.uid(BACKUP))).isEqualTo(new WorkState.Absent());
  }

  @Test
  void aClaimThatNobodyMayWriteToKeepsTheBackupPending() {
    scene.operator.apply(BACKUP, SPEC);
    fails(Errand.Check.class, ErrorKind.PERMISSION, "does not let this process in");

    assertThat(scene.phase(BACKUP)).isEqualTo("Pending");
    assertThat(scene.message(BACKUP)).contains("vault", "does not let this process in");
  }

  @Test
  void whatIsStoredIsRemovedByAWorkerThatOutlivesTheOperator() {
    completed();
    String path = scene.path();
    scene.operator.delete(BACKUP);
    StoreWork work = asked(Errand.Remove.class);
    assertThat(work.errand()).isEqualTo(new Errand.Remove(path, "backups", scene.uid(BACKUP)));
    int started = scene.workers.started();

    scene.restart();
    later();

    assertThat(scene.world.gone(BACKUP)).isFalse();
    assertThat(scene.message(BACKUP)).contains("being removed");
    assertThat(scene.workers.started()).as("the same worker").isEqualTo(started);

    answer(Errand.Remove.class, new Finding.Removal(Removed.ALL));

    assertThat(scene.world.gone(BACKUP)).isTrue();
    assertThat(told("is removed")).isTrue();
    assertThat(scene.workers.forgotten()).contains(work.id());
  }

  @Test
  void nothingIsCalledRemovedThatWasNotThere() {
    completed();
    scene.operator.delete(BACKUP);
    answer(Errand.Remove.class, new Finding.Removal(Removed.NOTHING));

    assertThat(scene.world.gone(BACKUP)).isTrue();
    assertThat(told("is removed")).isFalse();
    assertThat(told("nothing is stored")).isTrue();
  }

  @Test
  void aClaimThatIsGoneKeepsTheObjectUntilSomebodyForcesIt() {
    completed();
    scene.operator.delete(BACKUP);
    waits(Errand.Remove.class);

    assertThat(scene.world.gone(BACKUP)).isFalse();
    assertThat(scene.ready(BACKUP)).isEqualTo("False/DeleteFailed");
    assertThat(scene.message(BACKUP)).contains("not removed", "not found", Keys.FORCE_DELETE);

    scene.operator.apply(BACKUP, SPEC, Map.of(Keys.FORCE_DELETE, "true"));

    assertThat(scene.world.gone(BACKUP)).isTrue();
    assertThat(scene.told("LeftBehind nightly")).isTrue();
    assertThat(told("is removed")).isFalse();
    assertThat(open(Errand.Remove.class)).as("its worker").isEmpty();
  }

  @Test
  void whoForcesItDoesNotWaitForEverForAWorkerThatHangs() {
    completed();
    scene.operator.delete(BACKUP);
    assertThat(scene.world.gone(BACKUP)).as("it may yet be removed").isFalse();

    // in this world whoever asked for a deletion did so long ago
    scene.operator.apply(BACKUP, SPEC, Map.of(Keys.FORCE_DELETE, "true"));

    assertThat(scene.world.gone(BACKUP)).isTrue();
    assertThat(scene.told("LeftBehind nightly")).isTrue();
  }

  @Test
  void aRemovalThatFailsIsToldAndTriedAgain() {
    completed();
    scene.operator.delete(BACKUP);
    fails(Errand.Remove.class, ErrorKind.PERMISSION, "is mounted for reading only");
    assertThat(scene.ready(BACKUP)).isEqualTo("False/DeleteFailed");
    assertThat(scene.message(BACKUP)).contains("reading only", Keys.FORCE_DELETE);

    scene.operator.later(Duration.ofSeconds(30));
    answer(Errand.Remove.class, new Finding.Removal(Removed.ALL));

    assertThat(scene.world.gone(BACKUP)).isTrue();
  }

  @Test
  void aWorkerThatDiedBehindItsManifestHasDoneItsWork() {
    scene.operator.apply(BACKUP, SPEC);
    answer(Errand.Check.class, GOOD);
    scene.workerFailed(BACKUP, ErrorKind.INTERNAL);
    assertThat(scene.phase(BACKUP)).isEqualTo("Running");

    answer(Errand.Look.class, archive(scene.uid(BACKUP), false));

    assertThat(scene.phase(BACKUP)).isEqualTo("Completed");
  }

  @Test
  void whatAFailedOneLeftIsRemovedByAWorker() {
    scene.operator.apply(BACKUP, SPEC);
    answer(Errand.Check.class, GOOD);
    scene.workerFailed(BACKUP, ErrorKind.INTERNAL);
    answer(Errand.Look.class, new Finding.Broken("a part of a backup that was never completed"));
    assertThat(scene.phase(BACKUP)).isEqualTo("Failed");

    assertThat(open(Errand.Clean.class))
        .extracting(work -> ((Errand.Clean) work.errand()).path())
        .contains(scene.path());
    int left = open(Errand.Clean.class).size();
    for (int i = 0; i < left; i++) {
      answer(Errand.Clean.class, new Finding.Cleaned(3));
    }
    scene.operator.later(Duration.ofSeconds(30));

    assertThat(scene.world.status(BACKUP).has("step")).isFalse();
  }
}
