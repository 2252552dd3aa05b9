package io.dbprovision.distribution.fault;

import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Restores in place of databases, each of which one round has at a time. */
public final class RestoreRounds implements FaultRounds {
  private static final Set<FaultKind> KINDS =
      Set.of(
          FaultKind.TOOL_KILLED,
          FaultKind.WORKER_KILLED,
          FaultKind.CANCELLED,
          FaultKind.DATABASE_CUT,
          FaultKind.SESSIONS_ENDED,
          FaultKind.STORE_RESET,
          FaultKind.STORE_ANSWER_LOST,
          FaultKind.STORE_ERROR,
          FaultKind.SCRATCH_FULL);

  private final FaultLab lab;
  private final Stock stock;
  private final BlockingQueue<Target> targets = new LinkedBlockingQueue<>();

  private RestoreRounds(FaultLab lab, Stock stock) {
    this.lab = lab;
    this.stock = stock;
  }

  /**
   * @param atOnce at most
   */
  public static RestoreRounds begin(FaultLab lab, int atOnce)
      throws SQLException, InterruptedException {
    RestoreRounds rounds = new RestoreRounds(lab, new Stock(lab));
    for (int i = 1; i <= atOnce; i++) {
      rounds.targets.add(Target.make(lab, i));
    }
    return rounds;
  }

  @Override
  public boolean has(FaultKind kind) {
    return kind == FaultKind.NONE || KINDS.contains(kind);
  }

  @Override
  public RoundResult run(Plan plan) throws Exception {
    Target target = targets.take();
    try {
      return new RestoreRound(lab, stock, target, plan).run();
    } finally {
      targets.add(target);
    }
  }

  @Override
  public void close() {
    stock.close();
  }
}
