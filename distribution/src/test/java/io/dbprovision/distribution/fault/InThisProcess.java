package io.dbprovision.distribution.fault;

import io.dbprovision.core.backup.work.Outcomes;
import io.dbprovision.core.backup.work.Work;
import io.dbprovision.core.backup.work.WorkOrder;
import io.dbprovision.core.backup.work.WorkProgress;
import io.dbprovision.core.backup.work.WorkState;
import io.dbprovision.core.backup.work.WorkTools;
import io.dbprovision.core.backup.work.Worker;
import io.dbprovision.spi.EngineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * By all that the program runs but the program itself: the start of a virtual machine costs more
 * than the copy. What is about a process of its own needs {@link ByProgram}.
 */
final class InThisProcess implements Attempt {
  private final Worker worker;
  private final CompletableFuture<WorkState> outcome = new CompletableFuture<>();

  InThisProcess(WorkTools plugins, String id, Path works, List<Path> tools) {
    try {
      worker =
          new Worker(
              plugins,
              InstantSource.system(),
              new SecureRandom(),
              tools,
              Files.createDirectories(works.resolve(id).resolve("scratch")),
              progress -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void start(Work work, Duration deadline) {
    Thread.ofPlatform()
        .daemon()
        .name(work.id())
        .start(() -> outcome.complete(done(new WorkOrder(work, deadline))));
  }

  private WorkState done(WorkOrder order) {
    try {
      return new WorkState.Done(worker.run(order));
    } catch (EngineException e) {
      return Outcomes.of(e);
    } catch (RuntimeException e) {
      return Outcomes.defect(e);
    }
  }

  @Override
  public WorkState end(Duration atMost) throws InterruptedException {
    try {
      return outcome.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new WorkState.Running(WorkProgress.starting(Instant.now()));
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void cancel() {
    worker.cancel(Outcomes.toldToEnd());
  }

  @Override
  public Optional<ProcessHandle> process() {
    return Optional.of(ProcessHandle.current());
  }

  /** The worker itself leaves none. */
  @Override
  public void forget() {}

  @Override
  public void close() {
    if (!outcome.isDone()) {
      cancel();
    }
  }
}
