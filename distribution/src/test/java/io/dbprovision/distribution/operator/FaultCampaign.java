package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.Repo;
import io.dbprovision.distribution.fault.FaultKind;
import io.dbprovision.distribution.fault.FaultKind.Lane;
import io.dbprovision.distribution.fault.FaultLab;
import io.dbprovision.distribution.fault.FaultRounds;
import io.dbprovision.distribution.fault.Plan;
import io.dbprovision.distribution.fault.RoundResult;
import io.dbprovision.distribution.fault.Tally;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** Rounds until so many faults have happened, or the time is over. */
final class FaultCampaign {
  /** A kind that was tried as often and never happened is none. */
  private static final int TRIES = 5;

  private static final int SLOW_AT_ONCE = 12;

  /** What goes on all the same is on record, too. */
  private static final int MOST_DEFECTS = 3;

  private final Scene scene;
  private final long seed;
  private final int faults;
  private final Duration longest;
  private final Set<Lane> lanes;
  private final int atOnce;
  private final Opening opening;
  private final Tally tally = new Tally();
  private final long begin = System.nanoTime();
  private final Queue<Throwable> defects = new ConcurrentLinkedQueue<>();

  /**
   * @param lanes those that this run has
   * @param atOnce workers
   */
  FaultCampaign(
      Scene scene,
      long seed,
      int faults,
      Duration longest,
      Set<Lane> lanes,
      int atOnce,
      Opening opening) {
    this.scene = scene;
    this.seed = seed;
    this.faults = faults;
    this.longest = longest;
    this.lanes = lanes;
    this.atOnce = atOnce;
    this.opening = opening;
  }

  /** Begins what faults happen to. */
  interface Opening {
    FaultRounds in(FaultLab lab) throws Exception;
  }

  void run() throws Exception {
    Path folder = Files.createTempDirectory(Repo.work(), "faults");
    try (FaultLab lab = new FaultLab(scene.server(), folder)) {
      OperatorRounds operator = new OperatorRounds(scene, lab, folder);
      if (lanes.contains(Lane.OPERATOR)) {
        operator.prepare();
      }
      Set<String> before = lab.passing();
      try (FaultRounds rounds = opening.in(lab)) {
        rounds(rounds, operator, kinds(lab, rounds));
      } finally {
        operator.end();
      }
      tell();
      if (!defects.isEmpty()) {
        throw new AssertionError("seed " + seed, defects.peek());
      }
      assertThat(tally.wrong()).as("seed " + seed + ", see " + folder).isEmpty();
      assertThat(tally.inert(TRIES)).as("kinds of fault that never happened").isEmpty();
      assertThat(late() || tally.struck() >= faults).isTrue();
      assertThat(lab.stored()).as("what is left in the bucket").isEmpty();
      assertThat(lab.passing()).as("what is on the server").isEqualTo(before);
      assertThat(lab.toolsLeft()).as("client programs that outlived their workers").isEmpty();
    }
  }

  private void tell() {
    System.out.printf(
        "soak: seed %d, rounds %d, faults that happened %d of %d, in %d s%n%s%n"
            + "calls of the store that were struck: %s%n%n%s%n",
        seed,
        tally.rounds(),
        tally.struck(),
        faults,
        Duration.ofNanos(System.nanoTime() - begin).toSeconds(),
        tally.table(),
        tally.places(),
        tally.messages());
  }

  private List<FaultKind> kinds(FaultLab lab, FaultRounds rounds) {
    boolean mounts = lab.canMount();
    if (!mounts) {
      System.out.println(
          "soak: without full volumes and full scratch folders: only root can mount a file system");
    }
    return Arrays.stream(FaultKind.values())
        .filter(kind -> mounts || !kind.needsMounts())
        .filter(kind -> lanes.contains(kind.lane()) && rounds.has(kind))
        .toList();
  }

  private void rounds(FaultRounds rounds, OperatorRounds operator, List<FaultKind> kinds)
      throws InterruptedException {
    try (Turns workers = new Turns(atOnce);
        Turns slow = new Turns(SLOW_AT_ONCE);
        Turns operators = new Turns(1)) {
      for (int i = 0; goesOn(i < kinds.size()); i++) {
        Plan plan = Plan.of(seed, i, kinds);
        switch (plan.kind().lane()) {
          case WORKER -> workers.add(() -> run(plan, () -> rounds.run(plan)));
          case SLOW -> slow.add(() -> run(plan, () -> rounds.run(plan)));
          case OPERATOR -> operators.add(() -> run(plan, () -> operator.run(plan)));
        }
      }
    }
  }

  /** Rounds that take turns; who adds one waits while many have not begun. */
  private record Turns(ExecutorService threads, Semaphore room) implements AutoCloseable {
    private static final int WAITING = 4;

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
    return defects.size() < MOST_DEFECTS && (firstOnes || (tally.struck() < faults && !late()));
  }

  private boolean late() {
    return System.nanoTime() - begin > longest.toNanos();
  }

  private void run(Plan plan, Callable<RoundResult> round) {
    try {
      RoundResult result = round.call();
      tally.add(result);
      result.wrong().forEach(wrong -> System.out.println("soak: " + plan + " " + wrong));
    } catch (Exception | AssertionError e) {
      System.out.println("soak: " + plan + " " + e);
      defects.add(new IllegalStateException(plan.toString(), e));
    }
  }
}
