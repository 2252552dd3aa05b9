package io.dbprovision.distribution.fault;

import io.dbprovision.core.backup.work.WorkState;
import io.dbprovision.core.backup.work.Workers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Brings about the fault of one round, and knows whether it happened. */
final class Faults implements AutoCloseable {
  private static final Set<FaultKind> OF_STORE =
      Set.of(
          FaultKind.STORE_RESET,
          FaultKind.STORE_ANSWER_LOST,
          FaultKind.STORE_ERROR,
          FaultKind.STORE_HANGS);

  /** A backup into a bucket has about as many. */
  private static final int CALLS = 22;

  private static final int FOR_GOOD = Integer.MAX_VALUE;

  private final FaultLab lab;
  private final FaultKind kind;
  private final Random random;
  private final Workers workers;
  private final String id;
  private final Path works;
  private final String login;
  private final DatabaseWire database;
  private final StoreWire store;
  private final AtomicInteger struck = new AtomicInteger();

  Faults(
      FaultLab lab,
      FaultKind kind,
      Random random,
      Workers workers,
      String id,
      Path works,
      String login,
      boolean onVolume)
      throws IOException {
    this.lab = lab;
    this.kind = kind;
    this.random = random;
    this.workers = workers;
    this.id = id;
    this.works = works;
    this.login = login;
    boolean atCall =
        !onVolume
            && (kind == FaultKind.WORKER_KILLED || kind == FaultKind.CANCELLED)
            && random.nextBoolean();
    this.database = new DatabaseWire("127.0.0.1", lab.shop().login().port());
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
    int from = 1 + random.nextInt(CALLS);
    int times = random.nextInt(3) == 0 ? FOR_GOOD : 1 + random.nextInt(5);
    return switch (kind) {
      case STORE_RESET ->
          new StoreWire.Order(
              random.nextInt(4) == 0 ? Harm.CUT_ANSWER : Harm.RESET, from, times, () -> {});
      case STORE_ANSWER_LOST -> new StoreWire.Order(Harm.LOST_ANSWER, from, times, () -> {});
      case STORE_ERROR ->
          new StoreWire.Order(
              List.of(Harm.ERROR_500, Harm.ERROR_503, Harm.ERROR_504).get(random.nextInt(3)),
              from,
              times,
              () -> {});
      case STORE_HANGS -> new StoreWire.Order(Harm.HANG, from, FOR_GOOD, () -> {});
      default ->
          new StoreWire.Order(
              random.nextBoolean() ? Harm.TELL_BEFORE : Harm.TELL_AFTER,
              atCall ? from : FOR_GOOD,
              1,
              this::endWorker);
    };
  }

  private void endWorker() {
    switch (kind) {
      case WORKER_KILLED -> worker().ifPresent(this::kill);
      case CANCELLED -> {
        struck.incrementAndGet();
        workers.cancel(id);
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
          worker().stream()
              .flatMap(ProcessHandle::descendants)
              .filter(process -> WorkerProcess.says(process, "--snapshot="))
              .forEach(this::kill);
      case DATABASE_CUT -> {
        struck.incrementAndGet();
        if (once) {
          link.cut();
        } else {
          database.cutForGood();
        }
      }
      case SESSIONS_ENDED -> struck.addAndGet(lab.shop().endSessions(login));
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
    if (process.isAlive() && process.destroyForcibly()) {
      struck.incrementAndGet();
      process.onExit().join();
    }
  }

  private Optional<ProcessHandle> worker() {
    return WorkerProcess.of(works.resolve(id));
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
