package io.dbprovision.core.backup.kind;

import static io.dbprovision.core.backup.kind.BackupScene.BACKUP;
import static io.dbprovision.core.backup.kind.BackupScene.RESTORE;
import static io.dbprovision.core.backup.kind.BackupScene.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.backup.work.Errand;
import io.dbprovision.core.backup.work.Finding;
import io.dbprovision.core.backup.work.LoadSource;
import io.dbprovision.core.backup.work.LoadWork;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Restores and trials of what is on a claim that the operator cannot open. */
class ClaimRestoreTest extends ClaimScene {
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
}
