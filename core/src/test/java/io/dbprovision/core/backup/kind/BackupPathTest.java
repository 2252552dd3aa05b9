package io.dbprovision.core.backup.kind;

import static io.dbprovision.core.backup.kind.BackupScene.BACKUP;
import static io.dbprovision.core.backup.kind.BackupScene.backupSpec;
import static io.dbprovision.core.backup.kind.BackupScene.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.backup.work.BackupName;
import io.dbprovision.core.reconcile.World;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Names that are too long for stores. */
class BackupPathTest {
  private final BackupScene scene = BackupScene.withDatabase();

  @Test
  void aLongNameOfABackupIsCutToWhatFileSystemsTake() {
    ResourceKey key = World.key(CustomKind.BACKUP, "n".repeat(253));
    scene.operator.apply(key, backupSpec());

    String path = scene.world.status(key).object("backup").text("path", "");
    assertThat(path).hasSize("backups/".length() + 240).startsWith("backups/shop-nnn");
    assertThat(BackupName.fits(path)).isTrue();
  }

  @Test
  void aPrefixThatLeavesNoRoomForNamesIsRefusedWithItsField() {
    Map<String, Object> storage =
        Map.of("type", "memory", "memory", Map.of("bucket", "safe", "prefix", "p".repeat(701)));
    scene.operator.apply(BACKUP, with(backupSpec(), "storage", storage));

    assertThat(scene.phase(BACKUP)).isEqualTo("Failed");
    assertThat(scene.message(BACKUP)).contains("spec.storage.memory: puts 701 bytes", "700");
  }
}
