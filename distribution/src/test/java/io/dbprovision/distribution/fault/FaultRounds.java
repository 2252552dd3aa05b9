package io.dbprovision.distribution.fault;

/** What faults happen to, one round each. Thread-safe. */
public interface FaultRounds extends AutoCloseable {
  /** Whether there can be such a fault. */
  boolean has(FaultKind kind);

  RoundResult run(Plan plan) throws Exception;

  @Override
  void close();

  /** Backups by the worker. */
  static FaultRounds ofBackups(FaultLab lab) {
    return new FaultRounds() {
      @Override
      public boolean has(FaultKind kind) {
        return true;
      }

      @Override
      public RoundResult run(Plan plan) throws Exception {
        return new WorkerRound(lab, plan).run();
      }

      @Override
      public void close() {}
    };
  }
}
