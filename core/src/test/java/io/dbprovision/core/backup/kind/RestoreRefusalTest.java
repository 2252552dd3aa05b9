package io.dbprovision.core.backup.kind;

import static io.dbprovision.core.backup.kind.BackupScene.RESTORE;
import static io.dbprovision.core.backup.kind.BackupScene.STORAGE;
import static io.dbprovision.core.backup.kind.BackupScene.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.backup.work.LoadSource;
import io.dbprovision.core.backup.work.LoadWork;
import io.dbprovision.core.reconcile.World;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Manifests that ask for what cannot be done, or must not be. */
class RestoreRefusalTest {
  private final BackupScene scene = BackupScene.withDatabase();

  @BeforeEach
  void aBackupIsThere() {
    scene.completedBackup();
  }

  @Test
  void withoutConsentNothingIsGivenUp() {
    scene.operator.apply(
        RESTORE, with(RestoreTest.inPlace(), "confirmation", Map.of("acknowledgeDataLoss", "yes")));

    refused("I-UNDERSTAND-DATA-LOSS");
  }

  @Test
  void inPlaceNeedsADatabaseObject() {
    scene.operator.apply(
        RESTORE,
        with(
            RestoreTest.inPlace(),
            "target",
            Map.of(
                "instanceRef", Map.of("name", "main"), "databaseName", "shop", "inPlace", true)));

    refused("spec.target.databaseRef");
  }

  @Test
  void aSourceIsRequired() {
    scene.operator.apply(RESTORE, Map.of("target", Map.of("databaseRef", Map.of("name", "shop"))));

    refused("backupRef or fromPath is required");
  }

  @Test
  void whatCanNeverBeIsSaidThoughItsBackupIsWaitedFor() {
    scene.operator.apply(
        RESTORE,
        with(
            with(RestoreTest.inPlace(), "backupRef", Map.of("name", "nobody")),
            "confirmation",
            Map.of("acknowledgeDataLoss", "yes")));

    refused("I-UNDERSTAND-DATA-LOSS");
  }

  @Test
  void giveUpADatabaseByTheEnginesOptionAloneIsRefused() {
    scene.operator.apply(
        RESTORE, with(RestoreTest.toNewDatabase(), "memory", Map.of("dropExisting", true)));

    refused("spec.memory.dropExisting");
  }

  @Test
  void aPathWithNothingThereIsSaidSo() {
    scene.operator.apply(
        RESTORE,
        Map.of(
            "fromPath",
            Map.of("backupPath", "nothing", "storage", STORAGE),
            "target",
            Map.of("instanceRef", Map.of("name", "main"), "databaseName", "other")));

    refused("there is no complete backup at nothing");
  }

  @Test
  void aPathThatNoStoreTakesIsRefusedWithItsField() {
    for (String path : new String[] {"../other/shop", "/backups/shop", "backups//shop", "a/./b"}) {
      ResourceKey key = World.key(CustomKind.RESTORE, "path-" + path.length());
      scene.operator.apply(key, fromPath(path));
      assertThat(scene.message(key)).contains("spec.fromPath.backupPath: is no path of a backup");
      assertThat(scene.phase(key)).isEqualTo("Failed");
    }
  }

  @Test
  void whatLiesBesideABackupLeadsToTheBackup() {
    for (String suffix : new String[] {".manifest", ".key", ".part-00002", ".key-0123abcd"}) {
      ResourceKey key = World.key(CustomKind.RESTORE, "beside" + suffix.length());
      scene.operator.apply(key, fromPath(scene.path() + suffix));
      LoadWork work = (LoadWork) scene.workers.work(scene.uid(key)).orElseThrow();
      assertThat(work.source()).isEqualTo(new LoadSource.Archive(scene.path(), null));
    }
  }

  @Test
  void aManifestWithoutItsBackupIsNoFileOfAnEarlierOperator() {
    scene.operator.apply(RESTORE, fromPath("backups/other.lines.manifest"));

    refused("there is no complete backup at backups/other.lines");
  }

  private static Map<String, Object> fromPath(String path) {
    return Map.of(
        "fromPath",
        Map.of("backupPath", path, "storage", STORAGE),
        "target",
        Map.of("instanceRef", Map.of("name", "main"), "databaseName", "by" + path.length()));
  }

  @Test
  void anUnencryptedBackupWhereAnEncryptedOneIsExpectedIsRefused() {
    scene.world.secrets().put("keys", Map.of("key", "0123456789abcdef0123456789abcdef"));
    scene.operator.apply(
        RESTORE,
        Map.of(
            "fromPath",
            Map.of(
                "backupPath",
                scene.path(),
                "storage",
                STORAGE,
                "encryption",
                Map.of("enabled", true, "secretRef", Map.of("name", "keys", "key", "key"))),
            "target",
            Map.of("instanceRef", Map.of("name", "main"), "databaseName", "other")));

    refused("somebody else may have put it there");
  }

  @Test
  void whatIsToBeKeptAndGivenUpAtOnceIsAContradiction() {
    scene.operator.apply(
        RESTORE, with(RestoreTest.inPlace(), "memory", Map.of("dropExisting", false)));

    refused("spec.memory.dropExisting: is false");
  }

  @Test
  void aNameThatADatabaseAsksForIsNotFree() {
    scene
        .world
        .resources()
        .put(
            World.key(CustomKind.DATABASE, "claimed"),
            Map.of("name", "shop_again", "instanceRef", Map.of("name", "not-there-yet")),
            Map.of());
    scene.operator.apply(RESTORE, RestoreTest.toNewDatabase());
    assertThat(scene.phase(RESTORE)).as("that is another server").isEqualTo("Running");

    scene.operator.kill();
    scene
        .world
        .resources()
        .put(
            World.key(CustomKind.DATABASE, "claimed-here"),
            Map.of("name", "mine", "instanceRef", Map.of("name", "main")),
            Map.of());
    scene.restart();
    ResourceKey other = World.key(CustomKind.RESTORE, "other");
    scene.operator.apply(
        other,
        with(
            RestoreTest.toNewDatabase(),
            "target",
            Map.of("instanceRef", Map.of("name", "main"), "databaseName", "mine")));

    assertThat(scene.phase(other)).isEqualTo("Failed");
    assertThat(scene.message(other)).contains("claimed-here").contains("spec.target.databaseName");
  }

  private void refused(String saying) {
    assertThat(scene.phase(RESTORE)).isEqualTo("Failed");
    assertThat(scene.ready(RESTORE)).isEqualTo("False/ValidationFailed");
    assertThat(scene.message(RESTORE)).contains(saying);
    assertThat(scene.told("ValidationFailed again")).isTrue();
    assertThat(scene.copying.calls).doesNotContain("prepare");
  }
}
