package io.dbprovision.distribution.fault;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.dbprovision.core.backup.work.WorkState;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Brings about the fault of one round, and knows whether it happened. */
final class Faults implements AutoCloseable {
  /**
   * What faults can happen to.
   *
   * @param login that the data moves by
   * @param calls about as many as the work makes of its store; 0 where none can be harmed
   * @param toServer whether the data goes to the server
   */
  record Scope(boolean byProgram, String login, int calls, boolean toServer) {}

  private static final Set<FaultKind> OF_STORE =
      Set.of(
          FaultKind.STORE_RESET,
          FaultKind.STORE_ANSWER_LOST,
          FaultKind.STORE_ERROR,
          FaultKind.STORE_HANGS);

  private static final int FIRST_LINE_AND_MORE = 300;
  private static final int FOR_GOOD = Integer.MAX_VALUE;

  private final FaultLab lab;
  private final FaultKind kind;
  private final Random random;
  private final Attempt attempt;
  private final Scope scope;
  private final DatabaseWire database;
  private final StoreWire store;
  private final AtomicInteger struck = new AtomicInteger();

  Faults(FaultLab lab, FaultKind kind, Random random, Attempt attempt, Scope scope)
      throws IOException {
    this.lab = lab;
    this.kind = kind;
    this.random = random;
    this.attempt = attempt;
    this.scope = scope;
    boolean atCall =
        scope.calls() > 0
            && (kind == FaultKind.WORKER_KILLED || kind == FaultKind.CANCELLED)
            && random.nextBoolean();
    this.database = new DatabaseWire("127.0.0.1", lab.shop().login().port(), scope.toServer());
    lab.knows(database.port());
    this.store = new StoreWire(lab.bucket().endpoint(), order(atCall));
    if (!atCall) {
      long bytes = 4_000 + random.nextLong(lab.shop().bytes());
      boolean once = random.nextBoolean();
      database.at(bytes, link -> strike(link, once));
    }
  }

  static boolean ofStore(FaultKind kind) {
    return OF_STORE.contains(kind);
  }

  int databasePort() {
    return database.port();
  }

  URI storeEndpoint() {
    return store.endpoint();
  }

  private StoreWire.Order order(boolean atCall) {
    int from = 1 + random.nextInt(Math.max(1, scope.calls()));
    int place = random.nextInt(FIRST_LINE_AND_MORE);
    int times = random.nextInt(3) == 0 ? FOR_GOOD : 1 + random.nextInt(5);
    return switch (kind) {
      case STORE_RESET ->
          new StoreWire.Order(
              random.nextInt(4) == 0 ? Harm.CUT_ANSWER : Harm.RESET, from, times, place, () -> {});
      case STORE_ANSWER_LOST -> new StoreWire.Order(Harm.LOST_ANSWER, from, times, place, () -> {});
      case STORE_ERROR ->
          new StoreWire.Order(
              List.of(Harm.ERROR_500, Harm.ERROR_503, Harm.ERROR_504).get(random.nextInt(3)),
              from,
              times,
              place,
              () -> {});
      // a worker that hangs for good is killed, and only a program can be
      case STORE_HANGS ->
          new StoreWire.Order(Harm.HANG, from, scope.byProgram() ? FOR_GOOD : 1, place, () -> {});
      default ->
          new StoreWire.Order(
              random.nextBoolean() ? Harm.TELL_BEFORE : Harm.TELL_AFTER,
              atCall ? from : FOR_GOOD,
              1,
              place,
              this::endWorker);
    };
  }

  private void endWorker() {
    switch (kind) {
      case WORKER_KILLED -> attempt.process().ifPresent(this::kill);
      case CANCELLED -> {
        struck.incrementAndGet();
        attempt.cancel();
      }
      default -> {
        // others do not happen at a call
      }
    }
  }

  private void strike(DatabaseWire.Link link, boolean once) {
    switch (kind) {
      case WORKER_KILLED, CANCELLED -> endWorker();
      case TOOL_KILLED ->
          attempt.process().stream()
              .flatMap(ProcessHandle::descendants)
              .filter(process -> WorkerProcess.has(process, "PGPORT=" + database.port()))
              .forEach(this::kill);
      case DATABASE_CUT -> {
        struck.incrementAndGet();
        if (once) {
          link.cut();
        } else {
          database.cutForGood();
        }
      }
      case SESSIONS_ENDED -> struck.addAndGet(lab.shop().endSessions(scope.login()));
      case DATABASE_HANGS -> {
        struck.incrementAndGet();
        database.freeze();
      }
      default -> {
        // happens elsewhere
      }
    }
  }

  private void kill(ProcessHandle process) {
    // counted first: who looks at what came of it may be quicker
    struck.incrementAndGet();
    if (process.isAlive() && process.destroyForcibly()) {
      // no longer: the JDK tells it late as long as somebody reads from what outlives it
      boolean _ =
          process.onExit().handle((gone, late) -> true).completeOnTimeout(false, 1, SECONDS).join();
    } else {
      struck.decrementAndGet();
    }
  }

  /** A disk that was full shows in what the worker says of it only. */
  int struckBy(WorkState state) {
    int harmed = ofStore(kind) ? store.harmed().size() : 0;
    boolean full = kind.needsMounts() && state instanceof WorkState.Failed;
    return struck.get() + harmed + (full ? 1 : 0);
  }

  /** The calls that came to harm, or at which somebody was ended. */
  List<String> where() {
    return store.harmed();
  }

  /** Nothing more happens, and what the servers got they have dealt with. */
  void end() throws IOException {
    database.close();
    store.close();
  }

  @Override
  public void close() throws IOException {
    end();
  }
}
