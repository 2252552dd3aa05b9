package io.dbprovision.core.backup.work;

import io.dbprovision.core.api.Fields;
import io.dbprovision.core.kube.Jobs;
import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.runtime.Service;
import io.dbprovision.spi.EngineException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Each work in a Kubernetes Job. All that is known of one is in the Job and its pod: an operator
 * that is started again reads it there. Works whose turn has not come are not kept: whoever asked
 * for them starts them again.
 */
public final class JobWorkers implements Workers, Service {
  private static final Logger log = LoggerFactory.getLogger(JobWorkers.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

  private final Jobs jobs;
  private final JobSettings settings;
  private final JobLook jobLook;
  private final Slots slots;
  private final Object looking = new Object();
  private final Object lock = new Object();
  private final WorkQueue queue = new WorkQueue();
  private final Map<String, WorkQueue.Entry> launching = new LinkedHashMap<>();
  private final Map<String, KnownJob> known = new LinkedHashMap<>();
  private final Map<String, WorkState> withoutJob = new LinkedHashMap<>();
  private final Listeners listeners = new Listeners();
  private boolean looked;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("workers").factory());

  public JobWorkers(Jobs jobs, JobSettings settings, Slots slots) {
    this.jobs = jobs;
    this.settings = settings;
    this.slots = slots;
    this.jobLook = new JobLook(jobs, settings.instanceId());
  }

  /** From the first question on, the Jobs are looked at every two seconds while any matters. */
  @Override
  public void start() {
    ScheduledFuture<?> _ =
        timer.scheduleWithFixedDelay(
            this::lookAgain, 0, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The Jobs go on. */
  @Override
  public void stop(Duration grace) {
    timer.shutdownNow();
  }

  @Override
  public void start(Work work, WorkTerms terms) {
    lookOnce();
    synchronized (lock) {
      String id = work.id();
      if (known.containsKey(id)
          || withoutJob.containsKey(id)
          || launching.containsKey(id)
          || queue.holds(id)) {
        return;
      }
      queue.add(work, terms);
    }
    begin();
    listeners.tell(work.id());
  }

  @Override
  public WorkState state(String id) {
    lookOnce();
    synchronized (lock) {
      Optional<WorkQueue.Entry> waiting = queue.find(id);
      if (waiting.isPresent()) {
        return new WorkState.Waiting(
            slots
                .whyNot(waiting.get().terms().instance(), running().values())
                .orElse("waiting for its Job to be made"));
      }
      if (launching.containsKey(id)) {
        return new WorkState.Waiting("its Job is being made");
      }
      KnownJob seen = known.get(id);
      if (seen != null) {
        return seen.state();
      }
      return withoutJob.getOrDefault(id, new WorkState.Absent());
    }
  }

  @Override
  public void cancel(String id) {
    lookOnce();
    KnownJob seen;
    synchronized (lock) {
      if (queue.remove(id)) {
        withoutJob.put(id, Outcomes.cancelled());
      }
      seen = known.get(id);
    }
    if (seen != null && !seen.state().isOver()) {
      KubeTrouble.asked(() -> jobs.stop(seen.job(), JobStates.CANCELLED));
    }
    listeners.tell(id);
  }

  @Override
  public void forget(String id) {
    lookOnce();
    KnownJob seen;
    synchronized (lock) {
      queue.remove(id);
      withoutJob.remove(id);
      seen = known.get(id);
    }
    if (seen != null) {
      KubeTrouble.asked(() -> jobs.delete(seen.job()));
      synchronized (lock) {
        known.remove(id);
      }
      begin();
    }
  }

  @Override
  public void listen(Consumer<String> changed) {
    listeners.add(changed);
  }

  private void begin() {
    Optional<WorkQueue.Entry> next = taken();
    while (next.isPresent()) {
      launch(next.get());
      next = taken();
    }
  }

  private Optional<WorkQueue.Entry> taken() {
    synchronized (lock) {
      Optional<WorkQueue.Entry> next = queue.next(slots, running());
      next.ifPresent(entry -> launching.put(entry.work().id(), entry));
      return next;
    }
  }

  private void launch(WorkQueue.Entry entry) {
    String id = entry.work().id();
    boolean taken = false;
    try {
      Jobs.Job made = jobs.create(draft(entry));
      synchronized (lock) {
        known.put(id, new KnownJob(made, JobStates.of(made, Optional.empty(), () -> "")));
      }
    } catch (EngineException e) {
      failed(id, Outcomes.of(e));
    } catch (KubeException e) {
      if (e.kind() == KubeException.Kind.EXISTS) {
        taken = true;
      } else {
        log.warn("work={} action=start result=failed", id, e);
        failed(id, Outcomes.of(KubeTrouble.of(e)));
      }
    } finally {
      synchronized (lock) {
        launching.remove(id);
      }
    }
    if (taken) {
      exists(id, entry.terms());
    }
  }

  /** It is ours, of an operator before this one, or somebody took the name. */
  private void exists(String id, WorkTerms terms) {
    KubeTrouble.asked(this::look);
    synchronized (lock) {
      if (known.containsKey(id)) {
        return;
      }
    }
    failed(id, Outcomes.taken(JobManifest.name(id), terms.jobNamespace(jobs.namespace())));
  }

  private void failed(String id, WorkState.Failed why) {
    synchronized (lock) {
      withoutJob.put(id, why);
    }
    listeners.tell(id);
  }

  private Jobs.Draft draft(WorkQueue.Entry entry) {
    WorkTerms terms = entry.terms();
    String own = jobs.namespace();
    String namespace = terms.jobNamespace(own);
    Fields spec = settings.ownPod().flatMap(name -> jobs.podSpec(own, name)).orElse(Fields.empty());
    OperatorPod pod = new OperatorPod(spec, settings.folders());
    return new JobManifest(settings, pod, !namespace.equals(own))
        .draft(entry.work(), terms, namespace);
  }

  /** Whatever an operator before this one started has to be known before anything is said. */
  private void lookOnce() {
    synchronized (lock) {
      if (looked) {
        return;
      }
    }
    KubeTrouble.asked(this::look);
  }

  private void lookAgain() {
    synchronized (lock) {
      // who only stands by to lead has no business with them
      if (!looked
          || (queue.isEmpty() && known.values().stream().allMatch(each -> each.state().isOver()))) {
        return;
      }
    }
    try {
      look();
      begin();
    } catch (RuntimeException e) {
      log.warn("action=look-at-workers result=failed reason=\"{}\"", e.getMessage());
    }
  }

  private void look() {
    List<String> changed = new ArrayList<>();
    synchronized (looking) {
      Map<String, KnownJob> before;
      synchronized (lock) {
        before = Map.copyOf(known);
      }
      Map<String, KnownJob> now = jobLook.look(before, this::ours);
      synchronized (lock) {
        now.forEach(
            (id, fresh) -> {
              KnownJob last = known.get(id);
              if (last == null || !last.state().equals(fresh.state())) {
                changed.add(id);
              }
              // forgotten meanwhile
              if (last != null || !before.containsKey(id)) {
                known.put(id, fresh);
              }
            });
        before.keySet().stream()
            .filter(id -> !now.containsKey(id))
            .filter(id -> Objects.equals(before.get(id), known.get(id)))
            .forEach(
                id -> {
                  known.remove(id);
                  changed.add(id);
                });
        looked = true;
      }
    }
    changed.forEach(listeners::tell);
  }

  private Set<String> ours() {
    synchronized (lock) {
      Set<String> ids = new HashSet<>(known.keySet());
      ids.addAll(launching.keySet());
      return ids;
    }
  }

  /** By id, the instance that each loads. */
  private Map<String, String> running() {
    Map<String, String> running = new LinkedHashMap<>();
    launching.forEach((id, entry) -> running.put(id, entry.terms().instance()));
    known.forEach(
        (id, each) -> {
          if (each.takesATurn()) {
            running.put(id, each.instance());
          }
        });
    return running;
  }
}
