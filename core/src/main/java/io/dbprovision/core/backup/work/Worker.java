package io.dbprovision.core.backup.work;

import io.dbprovision.core.backup.stream.BackupArchive;
import io.dbprovision.core.backup.stream.Manifest;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does one work in this process. A result comes back only when everything was checked; of what
 * fails, nothing stays that counts.
 */
public final class Worker {
  private static final Logger log = LoggerFactory.getLogger(Worker.class);
  private static final Duration TELL_EVERY = Duration.ofSeconds(1);

  private final WorkTools tools;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final List<Path> toolFolders;
  private final Path scratch;
  private final Consumer<WorkProgress> progress;
  private final Cancellation cancellation = new Cancellation();

  /**
   * @param toolFolders where client programs are searched before the system's
   * @param scratch a folder that is there, for temporary files
   * @param progress told about once a second, on another thread
   */
  public Worker(
      WorkTools tools,
      InstantSource clock,
      RandomGenerator random,
      List<Path> toolFolders,
      Path scratch,
      Consumer<WorkProgress> progress) {
    this.tools = tools;
    this.clock = clock;
    this.random = random;
    this.toolFolders = List.copyOf(toolFolders);
    this.scratch = scratch;
    this.progress = progress;
  }

  /**
   * Does it, once.
   *
   * @throws EngineException that says what is wrong; the one of {@link #cancel} when it was
   *     cancelled
   */
  public WorkResult run(WorkOrder order) {
    ProgressMeter meter = new ProgressMeter(clock);
    Instant started = clock.instant();
    try (ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("progress").factory())) {
      try {
        cancellation.begin();
        ScheduledFuture<?> _ =
            timer.scheduleAtFixedRate(
                () -> tell(meter), 0, TELL_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        ScheduledFuture<?> _ =
            timer.schedule(
                () -> cancel(late(order.deadline())),
                order.deadline().toMillis(),
                TimeUnit.MILLISECONDS);
        return done(order, meter, started);
      } catch (EngineException e) {
        throw cancellation.reason().orElse(e);
      } finally {
        cancellation.end();
        timer.shutdownNow();
      }
    }
  }

  /** Ends it as soon as can be, from any thread: {@link #run} then fails with this. */
  public void cancel(EngineException why) {
    cancellation.cancel(why);
  }

  private WorkResult done(WorkOrder order, ProgressMeter meter, Instant started) {
    Work work = order.work();
    WorkerContext context = new WorkerContext(clock, random, toolFolders, order.deadline());
    try (ObjectStore store = tools.store(work.store().name()).open(work.store().place(), context)) {
      BackupArchive archive = new BackupArchive(store, clock, random);
      WorkBench bench = new WorkBench(tools, context, archive, store, scratch, meter, cancellation);
      Done done =
          switch (work) {
            case DumpWork dump -> new Dumping(bench).run(dump);
            case LoadWork load -> new Loading(bench).run(load);
            case VerifyWork verify -> verified(bench, verify);
            case StoreWork errand -> new Keeping(bench).run(errand);
          };
      // who cancels now comes too late: all of it is there
      return done.result(started, clock.instant());
    }
  }

  private void tell(ProgressMeter meter) {
    try {
      progress.accept(meter.look());
    } catch (RuntimeException e) {
      // the work itself goes on, and the next second is another try
      log.debug("progress was not told", e);
    }
  }

  private static Done verified(WorkBench bench, VerifyWork work) {
    bench.meter().phase("verifying");
    Manifest manifest = bench.archive().verify(work.path(), work.key(), bench.meter());
    return Done.of(manifest);
  }

  private static EngineException late(Duration deadline) {
    return EngineException.of(
        ErrorKind.TIMEOUT,
        "the work was not done within its deadline of %s and was ended"
            .formatted(deadline.toString().substring(2).toLowerCase(Locale.ROOT)));
  }
}
