package io.dbprovision.distribution.fault;

import io.dbprovision.core.backup.work.ProcessWorkers;
import io.dbprovision.core.backup.work.Slots;
import io.dbprovision.core.backup.work.Work;
import io.dbprovision.core.backup.work.WorkState;
import io.dbprovision.core.backup.work.WorkTerms;
import io.dbprovision.core.backup.work.WorkerCall;
import io.dbprovision.distribution.Repo;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** By the program {@code dbops worker}, as the operator starts it. */
final class ByProgram implements Attempt {
  private final String id;
  private final Path works;
  private final ProcessWorkers workers;
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  ByProgram(String id, Path works, List<Path> tools) {
    this.id = id;
    this.works = works;
    List<String> options = new ArrayList<>();
    tools.forEach(folder -> options.addAll(List.of("--tools-dir", folder.toString())));
    this.workers =
        new ProcessWorkers(
            works,
            new WorkerCall(List.of(Repo.home().resolve("bin/dbops").toString()), options),
            new Slots(1, 1),
            InstantSource.system());
    workers.listen(told::add);
    workers.start();
  }

  @Override
  public void start(Work work, Duration deadline) {
    workers.start(work, new WorkTerms(id, "faults", null, "", deadline, 0, Map.of()));
  }

  @Override
  public WorkState end(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    WorkState state = workers.state(id);
    while (!state.isOver() && System.nanoTime() < end) {
      String _ = told.poll(1, TimeUnit.SECONDS);
      state = workers.state(id);
    }
    return state;
  }

  @Override
  public void cancel() {
    workers.cancel(id);
  }

  @Override
  public Optional<ProcessHandle> process() {
    return WorkerProcess.of(works.resolve(id));
  }

  @Override
  public void forget() {
    workers.forget(id);
  }

  @Override
  public void close() {
    forget();
    workers.stop(Duration.ZERO);
  }
}
