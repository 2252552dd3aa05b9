package io.dbprovision.core.backup.work;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A worker in a process of its own, whoever started it. Its mutable state belongs to {@link
 * ProcessWorkers} and its lock.
 */
final class Child {
  /** After being told to end, and after its own deadline. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  /**
   * What is meant for the operator alone: options of its virtual machine, such as a debugger's
   * port, and what it is signed in with where its traces go.
   */
  private static final List<String> NOT_ITS =
      List.of("DBOPS_JAVA_OPTS", "OTEL_EXPORTER_OTLP_HEADERS");

  final WorkFolder folder;
  final WorkerRecord record;
  final ProcessHandle process;
  WorkState.@Nullable Failed verdict;
  boolean forgotten;
  private @Nullable Instant killAt;
  private String lastTold = "";

  Child(WorkFolder folder, WorkerRecord record, ProcessHandle process) {
    this.folder = folder;
    this.record = record;
    this.process = process;
  }

  /**
   * Starts the process and hands it the work through a pipe: if the operator ends before the
   * process is on record, the pipe ends too, and with it a worker that nobody would find again.
   */
  static Child started(
      WorkFolder folder,
      WorkerCall call,
      WorkQueue.Entry entry,
      Instant now,
      Consumer<Child> onExit)
      throws IOException {
    folder.make();
    Path scratch = folder.scratch();
    Files.createDirectories(scratch);
    ProcessBuilder builder =
        new ProcessBuilder(call.command(folder.resultFile(), scratch))
            .redirectOutput(folder.progressFile().toFile())
            .redirectError(folder.logFile().toFile());
    NOT_ITS.forEach(builder.environment()::remove);
    WorkMark mark = WorkMark.fresh();
    mark.put(builder.environment());
    Process process = builder.start();
    try {
      WorkerRecord record =
          new WorkerRecord(
              process.pid(),
              process.info().startInstant().orElse(now),
              now,
              entry.terms().deadline(),
              entry.terms().instance(),
              entry.terms().subject(),
              mark);
      folder.record(record);
      byte[] order = OrderJson.write(new WorkOrder(entry.work(), entry.terms().deadline()));
      // a pipe takes 64 KiB at once, and the worker may read late
      Thread.ofVirtual().start(() -> handOver(process, order));
      return new Child(folder, record, process.toHandle()).watched(onExit);
    } catch (IOException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** One that an operator before this one started; empty when it is gone. */
  static Optional<Child> adopted(WorkFolder folder, Consumer<Child> onExit) {
    return folder
        .worker()
        .flatMap(record -> record.process().map(process -> new Child(folder, record, process)))
        .map(child -> child.watched(onExit));
  }

  private Child watched(Consumer<Child> onExit) {
    CompletableFuture<Void> _ = process.onExit().thenRun(() -> onExit.accept(this));
    return this;
  }

  private static void handOver(Process process, byte[] order) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(order);
    } catch (IOException e) {
      // it ended before it read all; its end is told elsewhere
    }
  }

  /** Tells it to end; it gets a while to end its tool and to abort its upload. */
  void end(WorkState.Failed as, Instant now) {
    if (verdict == null) {
      verdict = as;
      killAt = now.plus(GRACE);
      process.destroy();
    }
  }

  boolean isLate(Instant now) {
    return now.isAfter(record.end().plus(GRACE));
  }

  boolean isToBeKilled(Instant now) {
    return killAt != null && now.isAfter(killAt);
  }

  /** With the tools that it started. */
  void kill() {
    List<ProcessHandle> tools = process.descendants().toList();
    process.destroyForcibly();
    tools.forEach(ProcessHandle::destroyForcibly);
    record.mark().end();
  }

  /** Whether it says something that it did not say the last time. */
  boolean hasNews() {
    String now = OutcomeJson.progress(folder.progress(record.startedAt()));
    boolean news = !now.equals(lastTold);
    lastTold = now;
    return news;
  }
}
