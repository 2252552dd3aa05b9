package io.dbprovision.core.backup.kind;

import static io.dbprovision.core.backup.kind.BackupScene.BACKUP;
import static io.dbprovision.core.backup.kind.BackupScene.backupSpec;
import static io.dbprovision.core.backup.kind.BackupScene.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.backup.work.Copied;
import io.dbprovision.core.backup.work.LoadSource;
import io.dbprovision.core.backup.work.LoadWork;
import io.dbprovision.core.backup.work.Match;
import io.dbprovision.core.backup.work.WorkResult;
import io.dbprovision.core.backup.work.WorkState;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerificationTest {
  private static final Map<String, Object> ONCE =
      with(backupSpec(), "verification", Map.of("enabled", true));

  private final BackupScene scene = BackupScene.withDatabase();

  @Test
  void nothingIsTriedThatNobodyAskedFor() {
    scene.completedBackup();
    scene.operator.later(Duration.ofDays(2));
    assertThat(scene.copying.places).isEmpty();
    assertThat(scene.world.status(BACKUP).has("verification")).isFalse();
  }

  @Test
  void aCompletedBackupIsRestoredElsewhereComparedAndTheScratchPlaceTakenAway() {
    completed(ONCE);

    LoadWork work = (LoadWork) scene.workers.work(id()).orElseThrow();
    assertThat(work.compare()).isTrue();
    assertThat(work.source().path()).isEqualTo(scene.path());
    assertThat(work.database()).startsWith("temporary_dbops_verification_");
    assertThat(scene.copying.places).containsOnlyKeys(id());

    ends(done(Match.SAME));

    assertThat(scene.copying.places).isEmpty();
    assertThat(scene.copying.completed).as("it is nobody's database").isEmpty();
    assertThat(scene.workers.forgotten()).contains(id());
    assertThat(verified()).isEqualTo("True/Verified");
    assertThat(block().flag("verified", false)).isTrue();
    assertThat(block().has("durationSeconds")).isTrue();
    assertThat(block().has("step")).isFalse();
    assertThat(scene.world.status(BACKUP).has("workedOn")).isFalse();
    assertThat(scene.phase(BACKUP)).isEqualTo("Completed");
    assertThat(scene.told("Verified nightly")).isTrue();
  }

  @Test
  void onceIsOnce() {
    completed(ONCE);
    ends(done(Match.SAME));
    int started = scene.workers.started();
    scene.operator.later(Duration.ofDays(2));
    assertThat(scene.workers.started()).isEqualTo(started);
  }

  @Test
  void whatDiffersOrIsDamagedIsSaidAndCleared() {
    completed(ONCE);
    ends(new WorkState.Failed(ErrorKind.INVALID, null, "table items has 2 rows, not 3", false));

    assertThat(verified()).isEqualTo("False/VerificationFailed");
    assertThat(block().flag("verified", true)).isFalse();
    assertThat(block().text("message", "")).contains("2 rows, not 3");
    assertThat(scene.copying.places).isEmpty();
    assertThat(scene.told("VerificationFailed nightly")).isTrue();
    assertThat(scene.phase(BACKUP)).isEqualTo("Completed");
  }

  @Test
  void whatTheServerHasAgainstAScratchDatabaseSaysNothingAboutTheBackup() {
    scene.copying.prepareFails = EngineException.of(ErrorKind.INVALID, "such a name is reserved");
    completed(ONCE);
    assertThat(verified()).isEqualTo("/");

    scene.copying.prepareFails = null;
    scene.operator.later(Duration.ofMinutes(1));
    ends(done(Match.SAME));
    assertThat(verified()).isEqualTo("True/Verified");
  }

  @Test
  void aWorkerThatDiedSaysNothingAboutTheBackupAndIsFollowedByAnother() {
    completed(ONCE);
    scene.workers.become(
        id(), new WorkState.Failed(ErrorKind.INTERNAL, null, "the worker was killed", true));
    scene.operator.later(Duration.ofMinutes(2));

    assertThat(verified()).isEqualTo("/");
    assertThat(scene.workers.state(id())).isInstanceOf(WorkState.Running.class);
    ends(done(Match.SAME));
    assertThat(verified()).isEqualTo("True/Verified");
  }

  @Test
  void whatNeverComesToAnEndIsGivenUpAndClearedWithoutAVerdict() {
    completed(ONCE);
    for (int hour = 0; hour < 4; hour++) {
      scene.operator.later(Duration.ofHours(1));
    }
    scene.later();
    assertThat(verified()).isEqualTo("False/Timeout");
    assertThat(block().has("verified")).isFalse();
    assertThat(scene.copying.places).isEmpty();
  }

  @Test
  void aBackupThatDoesNotSayWhatItHoldsIsRestoredAndNotCalledVerified() {
    completed(ONCE);
    ends(done(Match.UNKNOWN));
    assertThat(verified()).isEqualTo("False/NotCompared");
    assertThat(block().has("verified")).isFalse();
  }

  @Test
  void whatIsNoLongerStoredFailsWithoutAPlaceBeingMade() {
    scene.completedBackup();
    scene.stored.manifests.clear();
    scene.operator.apply(BACKUP, ONCE);
    scene.later();
    assertThat(verified()).isEqualTo("False/VerificationFailed");
    assertThat(scene.copying.calls).doesNotContain("prepare");
  }

  @Test
  void aRequestIsAnsweredOnceForEachToken() {
    scene.completedBackup();
    ask("one");
    ends(done(Match.SAME));
    assertThat(verified()).isEqualTo("True/Verified");
    int started = scene.workers.started();
    scene.operator.later(Duration.ofHours(7));
    assertThat(scene.workers.started()).isEqualTo(started);
    ask("two");
    assertThat(scene.workers.started()).isEqualTo(started + 1);
  }

  @Test
  void byTheClockItIsTriedAgainAndSaysWhen() {
    completed(with(backupSpec(), "verification", Map.of("enabled", true, "schedule", "0 4 * * *")));
    assertThat(scene.workers.work(id())).isEmpty();
    assertThat(block().text("nextTime", "")).endsWith("T04:00:00Z");
    for (int hour = 0; hour < 25 && scene.workers.work(id()).isEmpty(); hour++) {
      scene.operator.later(Duration.ofHours(1));
    }
    assertThat(scene.workers.work(id())).as("within a day").isPresent();
    ends(done(Match.SAME));
    assertThat(verified()).isEqualTo("True/Verified");
    assertThat(block().text("nextTime", "")).endsWith("T04:00:00Z");
  }

  @Test
  void anExpressionThatCannotBeReadIsChargedToItsField() {
    completed(with(backupSpec(), "verification", Map.of("enabled", true, "schedule", "nightly")));
    assertThat(verified()).isEqualTo("False/InvalidSpec");
    assertThat(block().text("message", "")).startsWith("spec.verification.schedule: ");
  }

  @Test
  void aServerThatIsGoneHindersItAndDamagesNothing() {
    scene.completedBackup();
    scene.copying.prepareFails = EngineException.of(ErrorKind.UNREACHABLE, "no server");
    ask("one");
    scene.later();
    assertThat(verified()).isEqualTo("/");
    scene.copying.prepareFails = null;
    scene.operator.later(Duration.ofMinutes(2));
    ends(done(Match.SAME));
    assertThat(verified()).isEqualTo("True/Verified");
  }

  @Test
  void whereverTheOperatorEndsNothingIsLeftBehind() {
    for (int write = 0; write < 8; write++) {
      BackupScene crashing = BackupScene.withDatabase();
      crashing.completedBackup();
      boolean crashed =
          crashing.crashing(
              write,
              () -> {
                crashing.operator.apply(BACKUP, ONCE);
                crashing.later();
              });
      if (!crashed) {
        crashing.operator.apply(BACKUP, ONCE);
      }
      crashing.operator.apply(BACKUP, ONCE);
      crashing.operator.later(Duration.ofMinutes(2));
      crashing.workers.become(Scratch.uid(crashing.world.resource(BACKUP)), done(Match.SAME));
      crashing.operator.later(Duration.ofMinutes(2));
      assertThat(crashing.copying.places).as("ended before write %d", write).isEmpty();
      assertThat(crashing.world.condition(BACKUP, "Verified").status())
          .as("ended before write %d", write)
          .isEqualTo("True");
    }
  }

  @Test
  void whatIsDeletedWhileItIsTriedLeavesNoScratchPlace() {
    completed(ONCE);
    String id = id();
    scene.operator.delete(BACKUP);
    scene.later();
    assertThat(scene.world.gone(BACKUP)).isTrue();
    assertThat(scene.copying.places).isEmpty();
    assertThat(scene.workers.forgotten()).contains(id);
  }

  @Test
  void theWorkReadsWhatIsStored() {
    completed(ONCE);
    LoadWork work = (LoadWork) scene.workers.work(id()).orElseThrow();
    assertThat(work.source()).isEqualTo(new LoadSource.Archive(scene.path(), null));
  }

  private void completed(Map<String, Object> spec) {
    scene.operator.apply(BACKUP, spec);
    scene.workerDone();
    scene.later();
  }

  private void ask(String token) {
    scene.operator.apply(BACKUP, backupSpec(), Map.of(Keys.VERIFY, token));
    scene.later();
  }

  private void ends(WorkState state) {
    scene.workers.become(id(), state);
    scene.later();
    scene.later();
  }

  private String id() {
    return Scratch.uid(scene.world.resource(BACKUP));
  }

  private Fields block() {
    return scene.world.status(BACKUP).object("verification");
  }

  private String verified() {
    return scene.world.status(BACKUP).objects("conditions").stream()
        .filter(condition -> condition.text("type", "").equals("Verified"))
        .map(condition -> condition.text("status", "") + "/" + condition.text("reason", ""))
        .findFirst()
        .orElse("/");
  }

  private static WorkState done(Match match) {
    return new WorkState.Done(
        new WorkResult(
            Instant.EPOCH,
            Instant.EPOCH,
            new Copied(2000, 1000, FakeStored.CHECKSUM, "lines", "linedump 1", "9.9", List.of()),
            3,
            match,
            0,
            null));
  }
}
