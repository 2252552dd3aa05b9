package io.dbprovision.distribution.operator;

import io.dbprovision.distribution.DevClusterExtension;
import io.dbprovision.distribution.fault.FaultKind.Lane;
import io.dbprovision.distribution.fault.RestoreRounds;
import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Restores in place of a database while everything around them breaks: the target is the backup or
 * as it was. By {@code -Ddbops.soak.faults} and the others of {@link BackupFaultsIT}.
 */
@Tag("thorough")
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
class RestoreFaultsIT {
  private static final int FAULTS = Integer.getInteger("dbops.soak.restore-faults", 16);
  private static final long SEED = Long.getLong("dbops.soak.seed", System.nanoTime() % 1_000_000);
  private static final Duration LONGEST =
      Duration.ofMinutes(Integer.getInteger("dbops.soak.minutes", 600));
  private static final int AT_ONCE = Integer.getInteger("dbops.soak.at-once", 3);

  private final Scene scene;

  RestoreFaultsIT(Scene scene) {
    this.scene = scene;
  }

  @Test
  void afterAFaultTheTargetIsTheBackupOrAsItWas() throws Exception {
    new FaultCampaign(
            scene,
            SEED,
            FAULTS,
            LONGEST,
            EnumSet.of(Lane.WORKER),
            AT_ONCE,
            lab -> RestoreRounds.begin(lab, AT_ONCE))
        .run();
  }
}
