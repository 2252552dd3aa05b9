package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.DevClusterExtension;
import io.dbprovision.distribution.Repo;
import io.dbprovision.distribution.fault.FaultKind;
import io.dbprovision.distribution.fault.FaultKind.Lane;
import io.dbprovision.distribution.fault.FaultLab;
import io.dbprovision.distribution.fault.Plan;
import io.dbprovision.distribution.fault.RoundResult;
import io.dbprovision.distribution.fault.Tally;
import io.dbprovision.distribution.fault.WorkerRound;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Backups of a real database into real stores while everything around them breaks. A few faults in
 * {@code make test}, a thousand in {@code make soak}: {@code -Ddbops.soak.faults} counts those that
 * happened, {@code -Ddbops.soak.seed} says which.
 */
@Tag("thorough")
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
class BackupFaultsIT {
  private static final int FAULTS = Integer.getInteger("dbops.soak.faults", 16);
  private static final long SEED = Long.getLong("dbops.soak.seed", System.nanoTime() % 1_000_000);

  /** It ends sooner when that much time has passed, and says so. */
  private static final Duration LONGEST =
      Duration.ofMinutes(Integer.getInteger("dbops.soak.minutes", 600));

  /** From here on there is time for faults that are told by time-outs only. */
  private static final int LONG_RUN = 100;

  private static final int AT_ONCE = Integer.getInteger("dbops.soak.at-once", 3);
  private static final int TRIES = 5;

  private final Scene scene;
  private final Tally tally = new Tally();
  private final long end = System.nanoTime() + LONGEST.toNanos();
  private final Queue<Throwable> defects = new ConcurrentLinkedQueue<>();

  BackupFaultsIT(Scene scene) {
    this.scene = scene;
  }

  @Test
  void noFaultMakesASuccessOfWhatIsNoBackupAndNothingStays() throws Exception {
    Path folder = Files.createTempDirectory(Repo.work(), "faults");
    try (FaultLab lab = new FaultLab(scene.server(), folder)) {
      List<FaultKind> kinds = kinds(lab);
      OperatorRounds operator = new OperatorRounds(scene, lab, folder);
      operator.prepare();
      try {
        rounds(lab, operator, kinds);
      } finally {
        operator.end();
      }
      System.out.printf(
          "soak: seed %d, rounds %d, faults that happened %d of %d%n%s%ncalls of the store that were"
              + " struck: %s%n%n%s%n",
          SEED,
          tally.rounds(),
          tally.struck(),
          FAULTS,
          tally.table(),
          tally.places(),
          tally.messages());
      if (!defects.isEmpty()) {
        throw new AssertionError("seed " + SEED, defects.peek());
      }
      assertThat(tally.wrong()).as("seed " + SEED + ", see " + folder).isEmpty();
      assertThat(tally.inert(TRIES)).as("kinds of fault that never happened").isEmpty();
      assertThat(late() || tally.struck() >= FAULTS).isTrue();
      assertThat(lab.toolsLeft()).as("client programs that outlived their workers").isEmpty();
    }
  }

  private static List<FaultKind> kinds(FaultLab lab) {
    boolean mounts = lab.canMount();
    if (!mounts) {
      System.out.println(
          "soak: without full volumes and full scratch folders: only root can mount a file system");
    }
    return Arrays.stream(FaultKind.values())
        .filter(kind -> mounts || !kind.needsMounts())
        .filter(kind -> kind.lane() != Lane.SLOW || FAULTS >= LONG_RUN)
        .toList();
  }

  private void rounds(FaultLab lab, OperatorRounds operator, List<FaultKind> kinds)
      throws InterruptedException {
    try (Turns workers = new Turns(AT_ONCE);
        Turns slow = new Turns(2 * AT_ONCE);
        Turns operators = new Turns(1)) {
      for (int i = 0; goesOn(i < kinds.size()); i++) {
        Plan plan = Plan.of(SEED, i, kinds);
        switch (plan.kind().lane()) {
          case WORKER -> workers.add(() -> run(plan, new WorkerRound(lab, plan)::run));
          case SLOW -> slow.add(() -> run(plan, new WorkerRound(lab, plan)::run));
          case OPERATOR -> operators.add(() -> run(plan, () -> operator.run(plan)));
        }
      }
    }
  }

  /** Rounds that take turns; who adds one waits while many have not begun. */
  private record Turns(ExecutorService threads, Semaphore room) implements AutoCloseable {
    private static final int WAITING = 2;

    Turns(int atOnce) {
      this(Executors.newFixedThreadPool(atOnce), new Semaphore(atOnce + WAITING));
    }

    void add(Runnable round) throws InterruptedException {
      room.acquire();
      threads.execute(
          () -> {
            try {
              round.run();
            } finally {
              room.release();
            }
          });
    }

    @Override
    public void close() {
      threads.close();
    }
  }

  private boolean goesOn(boolean firstOnes) {
    return defects.isEmpty() && (firstOnes || (tally.struck() < FAULTS && !late()));
  }

  private boolean late() {
    return System.nanoTime() - end > 0;
  }

  private void run(Plan plan, Callable<RoundResult> round) {
    try {
      RoundResult result = round.call();
      tally.add(result);
      result.wrong().forEach(wrong -> System.out.println("soak: " + plan + " " + wrong));
    } catch (Exception | AssertionError e) {
      defects.add(new IllegalStateException(plan.toString(), e));
    }
  }
}
