package io.dbprovision.core.backup.kind;

import static io.dbprovision.core.backup.kind.BackupScene.BACKUP;
import static io.dbprovision.core.backup.kind.BackupScene.DATABASE;
import static io.dbprovision.core.backup.kind.BackupScene.RESTORE;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.status.MadeOn;
import io.dbprovision.spi.Owner;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Copies of a database whose record somebody took from the server. */
class LostRecordCopyTest {
  private final BackupScene scene = BackupScene.withDatabase();

  @Test
  void aRecordThatSomebodyTookIsWrittenAnewBeforeTheCopyAsksForIt() {
    scene.takeRecord();
    scene.backup();

    assertThat(scene.recorded()).contains("default/shop");
    assertThat(scene.phase(BACKUP)).isEqualTo("Running");
  }

  @Test
  void theRecordOfAnotherOwnerStandsWhateverTheStatusSays() {
    scene.record(new Owner("cluster", "default", "thief", "shop", "uid-9"));
    scene.backup();

    assertThat(scene.recorded()).contains("thief/shop");
  }

  @Test
  void aStatusThatDoesNotSayWhereItWasMadeVouchesForNothing() {
    Map<String, Object> status = new HashMap<>(scene.world.status(DATABASE).values());
    status.put(MadeOn.FIELD, MadeOn.unknown());
    scene.world.resources().applyStatus(scene.world.resource(DATABASE), status);
    scene.takeRecord();
    scene.backup();

    assertThat(scene.recorded()).isEmpty();
  }

  @Test
  void aRecordThatSomebodyTookIsWrittenAnewBeforeItIsReplaced() {
    scene.completedBackup();
    scene.takeRecord();
    scene.operator.apply(RESTORE, RestoreTest.inPlace());
    assertThat(scene.recorded()).contains("default/shop");
  }
}
