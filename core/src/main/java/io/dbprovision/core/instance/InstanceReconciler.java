package io.dbprovision.core.instance;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.deletion.Cascade;
import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.runtime.Outcome;
import io.dbprovision.core.runtime.Reconciler;
import io.dbprovision.core.runtime.Report;
import io.dbprovision.core.runtime.Stopwatch;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.Gates;
import io.dbprovision.core.status.KubeFailures;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.core.status.StatusReport;
import io.dbprovision.core.status.StatusWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Keeps what is known of each server true: connects, checks its health, notices another server. */
public final class InstanceReconciler implements Reconciler<ResourceKey> {
  private static final long DEFAULT_INTERVAL_SECONDS = 60;
  private static final Duration RECOVERY = Duration.ofSeconds(5);

  private final Resources resources;
  private final Probe probe;
  private final Servers servers;
  private final Connections connections;
  private final InstanceDeletion deletion;
  private final LossWatch losses;
  private final AdminRotation rotation;
  private final Set<Survey> surveys;
  private final StatusWriter statuses;
  private final InstanceEvents events;
  private final InstanceObserver observer;
  private final InstantSource clock;

  @Inject
  InstanceReconciler(
      Resources resources,
      Probe probe,
      Servers servers,
      Connections connections,
      InstanceDeletion deletion,
      LossWatch losses,
      AdminRotation rotation,
      Set<Survey> surveys,
      StatusWriter statuses,
      InstanceEvents events,
      InstanceObserver observer,
      InstantSource clock) {
    this.resources = resources;
    this.probe = probe;
    this.servers = servers;
    this.connections = connections;
    this.deletion = deletion;
    this.losses = losses;
    this.rotation = rotation;
    this.surveys = Set.copyOf(surveys);
    this.statuses = statuses;
    this.events = events;
    this.observer = observer;
    this.clock = clock;
  }

  @Override
  public Outcome reconcile(ResourceKey key) {
    Optional<CustomResource> found = resources.get(key);
    if (found.isEmpty()) {
      forget(key);
      return Outcome.done();
    }
    if (Gates.paused(found.get())) {
      return Outcome.done();
    }
    try {
      return advance(found.get());
    } catch (KubeException e) {
      return KubeFailures.outcome(e);
    }
  }

  private Outcome advance(CustomResource instance) {
    if (!resources.ours(instance)) {
      return visit(instance);
    }
    if (instance.deleting()) {
      return delete(instance);
    }
    return deletion.goes(instance) ? hold(instance) : check(resources.addFinalizer(instance));
  }

  /** Its namespace goes, and soon asks for its deletion, too: nothing is made there any more. */
  private Outcome hold(CustomResource instance) {
    publish(instance, probe.look(instance).state());
    return Outcome.after(RECOVERY);
  }

  /**
   * Another operator's instance: objects of ours may be on its server, so we keep a session, but
   * its finalizer, status, Events and metrics are the other's, and so is its deletion.
   */
  private Outcome visit(CustomResource instance) {
    observer.forgotten(instance.key());
    ServerState state = probe.look(instance).state();
    publish(instance, state);
    return next(instance, state, Optional.empty());
  }

  private Outcome delete(CustomResource instance) {
    if (!instance.held()) {
      forget(instance.key());
      return Outcome.done();
    }
    return switch (deletion.advance(instance)) {
      case Cascade.Step.Clear clear -> {
        forget(instance.key());
        yield Outcome.done()
            .telling(new Report("let go, nothing depends on it", "", statuses.newReconcileId()));
      }
      case Cascade.Step.Waiting waiting -> {
        // children still have to be removed from the server: keep the session alive meanwhile
        ServerState state = stillHealthy(waiting.parent());
        publish(instance, state);
        Duration interval = interval(instance);
        Duration delay = waiting.delay();
        yield Outcome.after(interval.compareTo(delay) < 0 ? interval : delay)
            .telling(waiting.report());
      }
    };
  }

  /** What waits to be deleted may wait for long: whoever looks at it must not see what was once. */
  private ServerState stillHealthy(CustomResource waiting) {
    Stopwatch watch = Stopwatch.start(clock);
    Probe.Finding finding = probe.look(waiting);
    observer.probed(waiting, finding.state() instanceof ServerState.Available, watch.elapsed());
    observer.known(statuses.write(InstanceStatus.health(waiting, finding, clock.instant())));
    events.looked(waiting, finding);
    return finding.state();
  }

  private Outcome check(CustomResource found) {
    CustomResource instance = introduced(found);
    Stopwatch watch = Stopwatch.start(clock);
    Probe.Finding finding = probe.look(instance);
    observer.probed(instance, finding.state() instanceof ServerState.Available, watch.elapsed());
    StatusDraft draft = InstanceStatus.of(instance, finding, clock.instant());
    // published first: a dependent that is woken by the status must find the server
    publish(instance, finding.state());
    events.looked(instance, finding);
    Optional<Duration> again = Optional.empty();
    if (finding.state() instanceof ServerState.Available server) {
      observer.encrypted(instance, server.endpoint().tls());
      again = extras(server, draft);
    }
    CustomResource written = statuses.write(draft);
    observer.known(written);
    events.written(written, finding.state());
    return next(instance, finding.state(), again)
        .telling(report(instance, written, finding.state()));
  }

  /** A server may be silent for as long as a connection may take: nobody should see nothing. */
  private CustomResource introduced(CustomResource instance) {
    return instance.status().has("phase")
        ? instance
        : statuses.write(InstanceStatus.connecting(instance, clock.instant()));
  }

  /** What else is asked of a server, and when again; put off while it is too busy to answer. */
  private Optional<Duration> extras(ServerState.Available server, StatusDraft draft) {
    if (losses.looking(draft.resource().key())) {
      return Optional.of(RECOVERY);
    }
    Optional<Duration> again =
        surveys.stream()
            .flatMap(survey -> survey.look(server, draft).stream())
            .min(Comparator.naturalOrder());
    rotation.advance(server, draft);
    return again;
  }

  private static Report report(CustomResource before, CustomResource written, ServerState state) {
    return switch (state) {
      case ServerState.Available available ->
          StatusReport.of(before, written, "", "connected to " + available.info());
      case ServerState.Down down -> StatusReport.of(before, written, down.failure());
      case ServerState.Unknown unknown -> StatusReport.of(before, written, "", "not looked at yet");
    };
  }

  /**
   * @param survey when a server that answers has to be looked at again for what is on it
   */
  private Outcome next(CustomResource instance, ServerState state, Optional<Duration> survey) {
    Duration interval = interval(instance);
    return switch (state) {
      case ServerState.Available available -> {
        losses.look(instance, available);
        Optional<Duration> check =
            healthChecked(instance) ? Optional.of(interval) : Optional.empty();
        yield Stream.concat(check.stream(), survey.stream())
            .min(Comparator.naturalOrder())
            .map(Outcome::after)
            .orElseGet(Outcome::done);
      }
      case ServerState.Down down -> again(down.failure(), interval);
      case ServerState.Unknown unknown -> Outcome.done();
    };
  }

  /**
   * An instance that is on its way out, its Secret gone before it, keeps the session it has: what
   * else goes with it is still to be removed from the server.
   */
  private void publish(CustomResource instance, ServerState found) {
    boolean loginGone = found instanceof ServerState.Down down && down.failure().waiting();
    boolean connected = servers.state(instance.key()) instanceof ServerState.Available;
    if (!(loginGone && connected && deletion.goes(instance))) {
      servers.publish(instance.key(), found);
    }
  }

  /** One probe serves everybody who waits for this server, so it may look often. */
  private static Outcome again(Failure failure, Duration interval) {
    if (failure.reason().equals("Unreachable") || failure.reason().equals("Timeout")) {
      return Outcome.after(interval.compareTo(RECOVERY) < 0 ? interval : RECOVERY);
    }
    return switch (failure.retry()) {
      // what was refused may be the server's doing, and no event tells when that has changed
      case Failure.Retry.WhenChanged changed -> Outcome.after(interval);
      case Failure.Retry.After after -> Outcome.after(after.delay());
      case Failure.Retry.Backoff backoff -> Outcome.retry(failure.reason(), failure.message());
    };
  }

  private static boolean healthChecked(CustomResource instance) {
    return instance.spec().object("healthCheck").flag("enabled", true);
  }

  private static Duration interval(CustomResource instance) {
    Fields healthCheck = instance.spec().object("healthCheck");
    return Duration.ofSeconds(
        Math.max(5, healthCheck.number("intervalSeconds", DEFAULT_INTERVAL_SECONDS)));
  }

  private void forget(ResourceKey key) {
    servers.forget(key);
    connections.forget(key);
    surveys.forEach(survey -> survey.forget(key));
    rotation.forget(key);
    observer.forgotten(key);
  }
}
