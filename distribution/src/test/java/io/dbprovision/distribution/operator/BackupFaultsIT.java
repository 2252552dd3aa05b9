package io.dbprovision.distribution.operator;

import io.dbprovision.distribution.DevClusterExtension;
import io.dbprovision.distribution.fault.FaultKind.Lane;
import io.dbprovision.distribution.fault.FaultRounds;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Backups of a real database into real stores while everything around them breaks. A sample in
 * {@code make test}, a thousand faults in {@code make soak}: {@code -Ddbops.soak.faults} counts
 * those that happened, {@code -Ddbops.soak.seed} says which.
 */
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
class BackupFaultsIT {
  private static final int FAULTS = Integer.getInteger("dbops.soak.faults", 16);
  private static final long SEED = Long.getLong("dbops.soak.seed", System.nanoTime() % 1_000_000);

  /** It ends sooner when that much time has passed, and says so. */
  private static final Duration LONGEST =
      Duration.ofMinutes(Integer.getInteger("dbops.soak.minutes", 600));

  private static final int AT_ONCE = Integer.getInteger("dbops.soak.at-once", 3);

  /** From here on there is time for faults that are told by time-outs only. */
  private static final int LONG_RUN = 100;

  private static final long SAMPLE_SEED = 11;
  private static final int SAMPLE = 16;
  private static final Duration SAMPLE_LONGEST = Duration.ofSeconds(60);

  private final Scene scene;

  BackupFaultsIT(Scene scene) {
    this.scene = scene;
  }

  @Test
  void aFewFaultsOfWorkersMakeNoFalseSuccessAndNothingStays() throws Exception {
    new FaultCampaign(
            scene,
            SAMPLE_SEED,
            SAMPLE,
            SAMPLE_LONGEST,
            EnumSet.of(Lane.WORKER),
            AT_ONCE,
            FaultRounds::ofBackups)
        .run();
  }

  @Tag("thorough")
  @Test
  void noFaultMakesASuccessOfWhatIsNoBackupAndNothingStays() throws Exception {
    Set<Lane> lanes = EnumSet.allOf(Lane.class);
    if (FAULTS < LONG_RUN) {
      lanes.remove(Lane.SLOW);
    }
    new FaultCampaign(scene, SEED, FAULTS, LONGEST, lanes, AT_ONCE, FaultRounds::ofBackups).run();
  }
}
