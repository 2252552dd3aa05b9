package io.dbprovision.core.backup.work;

import io.dbprovision.core.runtime.Service;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Each work in a process of its own, {@code dbops worker}. The processes go on when the operator
 * ends, and the next operator finds them by what is in the folder; each ends by its own deadline at
 * the latest, so that none runs for ever. Works whose turn has not come are not kept: whoever asked
 * for them starts them again.
 */
public final class ProcessWorkers implements Workers, Service {
  private static final Logger log = LoggerFactory.getLogger(ProcessWorkers.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final Path folder;
  private final WorkerCall call;
  private final Slots slots;
  private final InstantSource clock;
  private final Object lock = new Object();
  private final WorkQueue queue = new WorkQueue();
  private boolean adopted;
  private final Map<String, Child> children = new LinkedHashMap<>();
  private final Listeners listeners = new Listeners();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("workers").factory());

  /**
   * @param folder for what is known of works; made with the first one, and closed to others
   */
  public ProcessWorkers(Path folder, WorkerCall call, Slots slots, InstantSource clock) {
    this.folder = folder;
    this.call = call;
    this.slots = slots;
    this.clock = clock;
  }

  /** The works of an earlier operator have to be known before anything is said or done. */
  private void adoptOnce() {
    if (adopted) {
      return;
    }
    try {
      PrivateFolders.make(folder);
      adopt();
      adopted = true;
    } catch (IOException e) {
      throw EngineException.of(
              ErrorKind.INVALID,
              "the folder of works cannot be used: " + folder + "; see --work-dir")
          .causedBy(e);
    }
  }

  private void adopt() throws IOException {
    try (Stream<Path> found = Files.list(folder)) {
      found
          .filter(Files::isDirectory)
          .map(WorkFolder::new)
          .forEach(
              work ->
                  Child.adopted(work, this::ended)
                      .ifPresentOrElse(
                          child -> children.put(work.id(), child), () -> foundOver(work)));
    }
  }

  /** Nobody was there to end the programs of one that was killed meanwhile. */
  private static void foundOver(WorkFolder work) {
    work.worker().ifPresent(worker -> worker.mark().end());
    work.settle();
  }

  /** Begins to look at the processes every second. */
  @Override
  public void start() {
    ScheduledFuture<?> _ =
        timer.scheduleWithFixedDelay(this::look, 0, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The processes go on. */
  @Override
  public void stop(Duration grace) {
    timer.shutdownNow();
  }

  @Override
  public void start(Work work, WorkTerms terms) {
    String id = work.id();
    synchronized (lock) {
      adoptOnce();
      Child child = children.get(id);
      boolean known = child == null ? folder(id).exists() : !child.forgotten;
      if (known || queue.holds(id)) {
        return;
      }
      queue.add(work, terms);
      begin();
    }
    listeners.tell(id);
  }

  @Override
  public WorkState state(String id) {
    synchronized (lock) {
      adoptOnce();
      Optional<WorkQueue.Entry> waiting = queue.find(id);
      if (waiting.isPresent()) {
        return new WorkState.Waiting(
            slots
                .whyNot(waiting.get().terms().instance(), running().values())
                .orElse("waiting for the worker of the same work before it to end"));
      }
      WorkFolder work = folder(id);
      Child child = children.get(id);
      if (child != null && child.forgotten) {
        return new WorkState.Absent();
      }
      if (child != null) {
        return new WorkState.Running(work.progress(child.record.startedAt()));
      }
      return work.exists() ? work.result().orElseGet(Outcomes::lost) : new WorkState.Absent();
    }
  }

  @Override
  public void cancel(String id) {
    synchronized (lock) {
      adoptOnce();
      Child child = children.get(id);
      if (child != null) {
        child.end(Outcomes.cancelled(), clock.instant());
        return;
      }
      if (!queue.remove(id)) {
        return;
      }
      folder(id).fail(Outcomes.cancelled());
    }
    listeners.tell(id);
  }

  @Override
  public void forget(String id) {
    synchronized (lock) {
      adoptOnce();
      queue.remove(id);
      Child child = children.get(id);
      if (child != null) {
        child.forgotten = true;
        child.end(Outcomes.cancelled(), clock.instant());
        return;
      }
      folder(id).forget();
    }
  }

  @Override
  public boolean besideOperator() {
    return true;
  }

  @Override
  public void listen(Consumer<String> changed) {
    listeners.add(changed);
  }

  private void begin() {
    Optional<WorkQueue.Entry> next = queue.next(slots, running());
    while (next.isPresent()) {
      launch(next.get());
      next = queue.next(slots, running());
    }
  }

  private void launch(WorkQueue.Entry entry) {
    String id = entry.work().id();
    try {
      children.put(id, Child.started(folder(id), call, entry, clock.instant(), this::ended));
    } catch (IOException e) {
      log.error("work={} subject={} action=start result=failed", id, entry.terms().subject(), e);
      folder(id)
          .fail(
              Outcomes.failed(
                  ErrorKind.INTERNAL, "the worker's process cannot be started; see the log", true));
    }
  }

  /** Called when a process is gone, maybe more than once. */
  private void ended(Child child) {
    String id = child.folder.id();
    // of one that was killed its programs go on
    child.record.mark().end();
    synchronized (lock) {
      if (!children.remove(id, child)) {
        return;
      }
      if (child.forgotten) {
        child.folder.forget();
      } else {
        settle(child);
      }
      begin();
    }
    listeners.tell(id);
  }

  private void settle(Child child) {
    Optional<WorkState> said = child.folder.result();
    // who was done when told to end is done
    if (child.verdict != null && !(said.orElse(null) instanceof WorkState.Done)) {
      child.folder.fail(child.verdict);
    }
    child.folder.settle();
  }

  private void look() {
    List<Child> all;
    synchronized (lock) {
      all = List.copyOf(children.values());
      Instant now = clock.instant();
      for (Child child : all) {
        if (child.isLate(now)) {
          child.end(
              Outcomes.failed(
                  ErrorKind.TIMEOUT, "the worker did not end at its deadline and was killed", true),
              now);
          child.kill();
        } else if (child.isToBeKilled(now)) {
          child.kill();
        }
      }
    }
    for (Child child : all) {
      if (!child.process.isAlive()) {
        ended(child);
      } else if (child.hasNews()) {
        listeners.tell(child.folder.id());
      }
    }
  }

  /** By id, the instance that each loads. */
  private Map<String, String> running() {
    Map<String, String> running = new LinkedHashMap<>();
    children.forEach((id, child) -> running.put(id, child.record.instance()));
    return running;
  }

  private WorkFolder folder(String id) {
    Work.checkId(id);
    return new WorkFolder(folder.resolve(id));
  }
}
