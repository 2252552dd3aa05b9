package io.dbprovision.core.backup.kind;

import static io.dbprovision.core.backup.kind.BackupScene.BACKUP;
import static io.dbprovision.core.backup.kind.BackupScene.RESTORE;
import static io.dbprovision.core.backup.kind.BackupScene.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.backup.stream.BackupHeader;
import io.dbprovision.core.backup.stream.Compression;
import io.dbprovision.core.backup.stream.Manifest;
import io.dbprovision.core.backup.work.Errand;
import io.dbprovision.core.backup.work.Finding;
import io.dbprovision.core.backup.work.LoadSource;
import io.dbprovision.core.backup.work.LoadWork;
import io.dbprovision.core.backup.work.Match;
import io.dbprovision.core.backup.work.Removed;
import io.dbprovision.core.backup.work.StoreWork;
import io.dbprovision.core.backup.work.WorkResult;
import io.dbprovision.core.backup.work.WorkState;
import io.dbprovision.core.backup.work.WorkTerms;
import io.dbprovision.core.reconcile.World;
import io.dbprovision.spi.ContentSummary;
import io.dbprovision.spi.DumpSummary;
import io.dbprovision.spi.ErrorKind;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Backups on a claim that the operator cannot open: whatever it wants of it, a worker does. */
class ClaimBackupTest {
  private static final Map<String, Object> STORAGE =
      Map.of("type", "memory", "memory", Map.of("claim", "vault", "prefix", "backups"));
  private static final Map<String, Object> SPEC =
      with(BackupScene.backupSpec(), "storage", STORAGE);
  private static final Finding GOOD = new Finding.Good();
  private static final String NO_CLAIM =
      "the worker's pod has no node: persistentvolumeclaim \"vault\" not found";

  private final BackupScene scene = BackupScene.onClaims();

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

  @Test
  void aRestoreIsReadAndCheckedByWorkersOfTheClaimsNamespace() {
    completed();
    scene.operator.apply(RESTORE, RestoreTest.toNewDatabase());
    assertThat(scene.phase(RESTORE)).isEqualTo("Pending");
    assertThat(scene.message(RESTORE)).contains("claim vault");

    answer(Errand.Look.class, archive(scene.uid(BACKUP), false));

    assertThat(scene.phase(RESTORE)).isEqualTo("Running");
    LoadWork work = (LoadWork) scene.workers.work(scene.uid(RESTORE)).orElseThrow();
    assertThat(work.source()).isEqualTo(new LoadSource.Archive(scene.path(), null));
    assertThat(scene.workers.terms(scene.uid(RESTORE)).orElseThrow().claimName()).contains("vault");
  }

  @Test
  void itIsTriedOutByWorkersOfTheClaimsNamespace() {
    scene.operator.apply(BACKUP, with(SPEC, "verification", Map.of("enabled", true)));
    answer(Errand.Check.class, GOOD);
    scene.done(BACKUP, FakeStored.CHECKSUM);
    later();
    answer(Errand.Look.class, archive(scene.uid(BACKUP), false));

    String trial =
        scene.workers.ids().stream()
            .filter(id -> scene.workers.work(id).orElseThrow() instanceof LoadWork)
            .findFirst()
            .orElseThrow();
    assertThat(scene.workers.terms(trial).orElseThrow().claimName()).contains("vault");
    assertThat(scene.phase(BACKUP)).isEqualTo("Completed");
  }

  @Test
  void aPathWithNothingAtItIsRefused() {
    Map<String, Object> spec = new HashMap<>(RestoreTest.toNewDatabase());
    spec.remove("backupRef");
    spec.put("fromPath", Map.of("backupPath", "x/y", "storage", STORAGE));
    scene.operator.apply(RESTORE, spec);
    answer(Errand.Look.class, new Finding.Nothing());
    answer(Errand.Look.class, new Finding.Nothing());

    assertThat(scene.phase(RESTORE)).isEqualTo("Failed");
    assertThat(scene.message(RESTORE)).contains("backupPath", "no complete backup at x/y");
  }

  @Test
  void whatWasFoundLongAgoIsNotWhatIsThereNow() {
    completed();
    scene.operator.apply(RESTORE, RestoreTest.toNewDatabase());
    Instant yesterday = scene.world.clock().instant().minus(Duration.ofDays(1));
    answer(Errand.Look.class, new Finding.Nothing(), yesterday);
    assertThat(scene.phase(RESTORE)).isEqualTo("Pending");

    answer(Errand.Look.class, archive(scene.uid(BACKUP), false));

    assertThat(scene.phase(RESTORE)).isEqualTo("Running");
  }

  @Test
  void anotherBackupAtItsPathIsNotRestored() {
    completed();
    scene.operator.apply(RESTORE, RestoreTest.toNewDatabase());
    answer(Errand.Look.class, archive("somebody-else", false));

    assertThat(scene.phase(RESTORE)).isEqualTo("Failed");
    assertThat(scene.message(RESTORE)).contains("another backup's");
  }

  @Test
  void aBackupOnAnotherNamespacesClaimIsRefusedWithTheFieldAndTheWayOut() {
    completed();
    scene.operator.apply(BACKUP, SPEC, Map.of(Keys.ALLOW_FROM, "other"));
    ResourceKey restore = new ResourceKey(CustomKind.RESTORE, "other", "again");
    scene.operator.apply(
        restore,
        with(
            RestoreTest.toNewDatabase(),
            "backupRef",
            Map.of("name", BACKUP.name(), "namespace", BACKUP.namespace())));

    assertThat(scene.phase(restore)).isEqualTo("Failed");
    assertThat(scene.message(restore))
        .contains("spec.backupRef.namespace", "claim", "in that namespace", "--worker=process");
    assertThat(scene.workers.work(scene.uid(restore))).isEmpty();
  }

  private void completed() {
    scene.operator.apply(BACKUP, SPEC);
    answer(Errand.Check.class, GOOD);
    scene.done(BACKUP, FakeStored.CHECKSUM);
    later();
    answer(Errand.Clean.class, new Finding.Cleaned(0));
  }

  private static Finding archive(String uid, boolean encrypted) {
    return new Finding.Archive(
        new Manifest(
            new BackupHeader(uid, "memory", "shop", "lines"),
            Compression.NONE,
            encrypted,
            Instant.EPOCH,
            2000,
            1,
            List.of(1000L),
            FakeStored.CHECKSUM,
            new DumpSummary("linedump 1", "9.9", ContentSummary.unknown(), List.of())));
  }

  /** The errands of that kind that nobody has answered. */
  private List<StoreWork> open(Class<? extends Errand> kind) {
    return scene.workers.ids().stream()
        .flatMap(id -> scene.workers.work(id).stream())
        .filter(StoreWork.class::isInstance)
        .map(StoreWork.class::cast)
        .filter(work -> kind.isInstance(work.errand()))
        .filter(work -> !(scene.workers.state(work.id()) instanceof WorkState.Absent))
        .filter(work -> !scene.workers.state(work.id()).isOver())
        .toList();
  }

  private StoreWork asked(Class<? extends Errand> kind) {
    return open(kind).stream()
        .findFirst()
        .orElseThrow(() -> new AssertionError("nobody asked for a " + kind.getSimpleName()));
  }

  private void answer(Class<? extends Errand> kind, Finding finding) {
    answer(kind, finding, scene.world.clock().instant());
  }

  private void answer(Class<? extends Errand> kind, Finding finding, Instant at) {
    scene.workers.become(
        asked(kind).id(),
        new WorkState.Done(
            new WorkResult(
                at, at, 0, 0, "", "", "", "", -1, Match.NOT_ASKED, List.of(), 0, finding)));
    later();
  }

  private void waits(Class<? extends Errand> kind) {
    scene.workers.become(asked(kind).id(), new WorkState.Waiting(NO_CLAIM));
    later();
  }

  private void fails(Class<? extends Errand> kind, ErrorKind why, String text) {
    scene.workers.become(asked(kind).id(), new WorkState.Failed(why, null, text, false));
    later();
  }

  private void later() {
    scene.operator.later(Duration.ofSeconds(10));
  }

  private boolean told(String part) {
    return scene.world.events().seen().stream().anyMatch(event -> event.contains(part));
  }
}
