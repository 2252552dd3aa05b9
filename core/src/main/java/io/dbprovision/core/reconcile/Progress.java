package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.status.Phase;
import io.dbprovision.core.status.Reasons;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.core.status.StatusWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says {@code Creating} of an object that nobody has seen ready yet, when making it takes longer
 * than a moment. Most are ready before that, and cost no write for it. Thread-safe.
 */
final class Progress {
  private static final Logger log = LoggerFactory.getLogger(Progress.class);
  private static final Duration MOMENT = Duration.ofSeconds(1);
  static final String MAKING = "it is being made on the server";

  private final StatusWriter statuses;
  private final InstantSource clock;
  private final Duration moment;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("progress").factory());

  @Inject
  Progress(StatusWriter statuses, InstantSource clock) {
    this(statuses, clock, MOMENT);
  }

  Progress(StatusWriter statuses, InstantSource clock, Duration moment) {
    this.statuses = statuses;
    this.clock = clock;
    this.moment = moment;
  }

  /** Of an object that was not ready yet. */
  static StatusDraft creating(StatusDraft draft, String text) {
    return draft
        .phase(Phase.CREATING)
        .message(text)
        .condition(Reasons.READY, false, Reasons.CREATING, text);
  }

  /** Close it before anything else is written: after that nothing more comes from here. */
  Watch over(CustomResource resource) {
    Watch watch = new Watch(resource);
    if (!resource.status().has("appliedInputs")) {
      watch.start();
    }
    return watch;
  }

  /** One object while work on it goes on. */
  final class Watch implements AutoCloseable {
    private final CustomResource resource;
    private boolean over;

    private Watch(CustomResource resource) {
      this.resource = resource;
    }

    private void start() {
      // nobody waits for it: whatever goes wrong there, the work itself says how things are
      Future<?> _ = timer.schedule(this::say, moment.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void say() {
      if (over) {
        return;
      }
      try {
        statuses.write(creating(new StatusDraft(resource, clock.instant()), MAKING));
      } catch (KubeException e) {
        log.debug("no sign of progress of {}: {}", resource.key(), e.getMessage());
      }
    }

    @Override
    public synchronized void close() {
      over = true;
    }
  }
}
