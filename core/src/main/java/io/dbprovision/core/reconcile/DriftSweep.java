package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.instance.ServerState;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.runtime.Stopwatch;
import io.dbprovision.core.status.Gates;
import io.dbprovision.core.status.Reasons;
import io.dbprovision.spi.Desired;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.PlanOutcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares many settled objects of one server with one call: when one of them is due, all are that
 * would be due soon. Only those that are not as they were left are reconciled one by one.
 * Thread-safe.
 */
final class DriftSweep {
  private static final Logger log = LoggerFactory.getLogger(DriftSweep.class);

  private final Resources resources;
  private final DriftClock clock;
  private final Owners owners;
  private final Homes homes;
  private final ManagedObserver observer;
  private final InstantSource time;
  private final Duration defaultInterval;
  private final OneSweep sweeps = new OneSweep();
  private final List<Consumer<ResourceKey>> listeners = new CopyOnWriteArrayList<>();

  @Inject
  DriftSweep(
      Resources resources,
      DriftClock clock,
      Owners owners,
      Homes homes,
      ManagedObserver observer,
      InstantSource time,
      @DefaultDriftInterval Duration defaultInterval) {
    this.resources = resources;
    this.clock = clock;
    this.owners = owners;
    this.homes = homes;
    this.observer = observer;
    this.time = time;
    this.defaultInterval = defaultInterval;
  }

  /** Called for each object of which something new was found. */
  void onDifference(Consumer<ResourceKey> listener) {
    listeners.add(listener);
  }

  /**
   * One object of a sweep.
   *
   * @param left hash of the plan that its last reconcile left undone; empty for an empty one
   */
  private record Item<D extends Desired>(Look<D> look, Duration interval, String left) {
    CustomResource resource() {
      return look.request().resource();
    }

    /** Whether it is as its last reconcile left it. */
    boolean agrees(PlanOutcome outcome) {
      return outcome instanceof PlanOutcome.Planned(Plan plan)
          && (left.isEmpty() ? plan.isEmpty() : plan.hash().equals(left));
    }
  }

  /**
   * Looks at the object and its likes if it is due and has nothing else to do. What is found as it
   * was left counts as compared afterwards; what is not is expired.
   *
   * @return false when its likes are being looked at right now, most likely with it among them: it
   *     has to come back later
   */
  <D extends Desired> boolean around(
      ManagedKind<D> kind,
      CustomResource resource,
      CustomResource instance,
      ServerState.Available server) {
    if (item(kind, resource, instance, server, Duration.ZERO).isEmpty()) {
      return true;
    }
    return sweeps.run(
        kind,
        instance,
        // the last one may have ended in between, with it among the others
        () ->
            item(kind, resource, instance, server, Duration.ZERO)
                .ifPresent(first -> sweep(kind, first, instance, server)));
  }

  private <D extends Desired> void sweep(
      ManagedKind<D> kind, Item<D> first, CustomResource instance, ServerState.Available server) {
    Stopwatch watch = Stopwatch.start(time);
    List<Item<D>> items = items(kind, first, instance, server);
    List<PlanOutcome> outcomes;
    try {
      outcomes = kind.compare(items.stream().map(Item::look).toList());
    } catch (EngineException e) {
      log.atDebug()
          .addKeyValue("error", e.kind())
          .addKeyValue("detail", e.getMessage())
          .log("no sweep");
      return;
    }
    Duration each = watch.elapsed().dividedBy(items.size());
    for (int i = 0; i < items.size(); i++) {
      tell(items.get(i), outcomes.get(i), server, each);
    }
  }

  private <D extends Desired> List<Item<D>> items(
      ManagedKind<D> kind, Item<D> first, CustomResource instance, ServerState.Available server) {
    Neighbours<CustomResource> all =
        new Neighbours<>(
            likes(kind, instance)
                .filter(like -> !like.key().equals(first.resource().key()))
                .toList(),
            kind::place);
    Duration early = first.interval().dividedBy(10);
    List<Item<D>> items = new ArrayList<>();
    items.add(first);
    items.addAll(
        all.around(
            kind.place(first.resource()),
            kind.sweepSize() - 1,
            like -> item(kind, like, instance, server, early)));
    return items;
  }

  private void tell(
      Item<?> item, PlanOutcome outcome, ServerState.Available server, Duration took) {
    CustomResource resource = item.resource();
    if (item.agrees(outcome)) {
      clock.checked(resource.key());
      observer.operation(
          resource,
          ManagedObserver.Work.DRIFT_DETECTION,
          server.endpoint().engine().value(),
          true,
          took);
    } else {
      differs(resource.key());
    }
  }

  /** Has the object reconciled. */
  void differs(ResourceKey key) {
    clock.expire(key);
    listeners.forEach(listener -> listener.accept(key));
  }

  private Stream<CustomResource> likes(ManagedKind<?> kind, CustomResource instance) {
    return resources.list(kind.kind()).stream()
        .filter(like -> homes.key(like).filter(instance.key()::equals).isPresent());
  }

  /** Empty for what is not due, or is not a matter of comparing alone. */
  private <D extends Desired> Optional<Item<D>> item(
      ManagedKind<D> kind,
      CustomResource resource,
      CustomResource instance,
      ServerState.Available server,
      Duration early) {
    Optional<String> left = inSync(resource) ? Optional.of("") : clock.left(resource.key());
    if (resource.deleting()
        || Gates.paused(resource)
        || clock.expired(resource.key())
        || left.isEmpty()
        || kind.due(resource).stream().anyMatch(at -> !at.isAfter(time.instant()))) {
      return Optional.empty();
    }
    try {
      DriftPolicy policy = DriftPolicy.of(resource, instance, defaultInterval);
      Duration interval = policy.interval().minus(early);
      if (policy.mode() == DriftPolicy.Mode.IGNORE
          || interval.isNegative()
          || !clock.due(resource, interval)) {
        return Optional.empty();
      }
      Request request = owners.request(kind, resource, instance, server);
      Inputs inputs = new Inputs(request, policy);
      return kind.inputsSeen(request)
          .filter(
              seen ->
                  !Occasion.told(resource, inputs)
                      && !inputs.since(seen, kind.earlierInputs(seen)).any())
          .flatMap(_ -> kind.look(request))
          .map(desired -> new Item<>(new Look<>(request, desired), policy.interval(), left.get()));
    } catch (EngineException e) {
      // its own reconcile says what is wrong with it
      return Optional.empty();
    }
  }

  /** Otherwise its status speaks of a difference, which is known while this process lives. */
  private static boolean inSync(CustomResource resource) {
    return resource.condition(Reasons.SYNCED).text("status", "").equals("True");
  }
}
