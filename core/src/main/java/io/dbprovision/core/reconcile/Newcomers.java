package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.instance.ServerState;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.status.Gates;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Desired;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.PlanOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for things that came after a manifest and that it is about all the same, such as a new one
 * of all tables: once a minute, in every drift mode, many objects of one server with one call. Only
 * those for which there is something new are reconciled; drift is none of its business.
 * Thread-safe.
 */
final class Newcomers {
  private static final Logger log = LoggerFactory.getLogger(Newcomers.class);
  private static final Duration INTERVAL = Duration.ofSeconds(60);
  private static final Duration EARLY = INTERVAL.dividedBy(10);

  private final Resources resources;
  private final Homes homes;
  private final Owners owners;
  private final DriftClock clock;
  private final DriftSweep drift;
  private final InstantSource time;
  private final Map<ResourceKey, Instant> looked = new ConcurrentHashMap<>();
  private final Set<ResourceKey> settled = ConcurrentHashMap.newKeySet();
  private final OneSweep sweeps = new OneSweep();

  @Inject
  Newcomers(
      Resources resources,
      Homes homes,
      Owners owners,
      DriftClock clock,
      DriftSweep drift,
      InstantSource time) {
    this.resources = resources;
    this.homes = homes;
    this.owners = owners;
    this.clock = clock;
    this.drift = drift;
    this.time = time;
  }

  private record Item<D extends Desired>(CustomResource resource, D desired) {}

  /** What a plan that was just made says of the object. */
  void planned(ResourceKey key, Plan plan) {
    looked.put(key, time.instant());
    if (plan.openEnded()) {
      settled.remove(key);
    } else {
      settled.add(key);
    }
  }

  void forget(ResourceKey key) {
    looked.remove(key);
    settled.remove(key);
  }

  /** When to look at the object; empty for one that nothing can come to. */
  Optional<Duration> next(ManagedKind<?> kind, ResourceKey key) {
    if (!kind.openEnded() || settled.contains(key)) {
      return Optional.empty();
    }
    Duration left = Duration.between(time.instant(), last(key).plus(INTERVAL));
    return Optional.of(left.isNegative() ? Duration.ZERO : left);
  }

  /** After a start nothing is known of an object: it is looked at like those that have patterns. */
  private Instant last(ResourceKey key) {
    return looked.computeIfAbsent(key, _ -> time.instant());
  }

  /**
   * Looks at the object and its likes if it is its turn.
   *
   * @return false when its likes are being looked at right now, most likely with it among them: it
   *     has to come back later
   */
  <D extends Desired> boolean around(
      ManagedKind<D> kind,
      CustomResource resource,
      CustomResource instance,
      ServerState.Available server) {
    if (next(kind, resource.key()).filter(Duration::isZero).isEmpty()) {
      return true;
    }
    if (item(kind, resource, instance, server, Duration.ZERO).isEmpty()) {
      looked.put(resource.key(), time.instant()); // or its turn would come again at once
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
    List<Item<D>> items = new ArrayList<>();
    items.add(first);
    resources.list(kind.kind()).stream()
        .filter(like -> !like.key().equals(first.resource().key()))
        .filter(like -> homes.key(like).filter(instance.key()::equals).isPresent())
        .flatMap(like -> item(kind, like, instance, server, EARLY).stream())
        .limit(kind.sweepSize() - 1L)
        .forEach(items::add);
    List<PlanOutcome> outcomes;
    try {
      outcomes =
          kind.managed(owners.request(kind, first.resource(), instance, server))
              .planAll(items.stream().map(Item::desired).toList());
    } catch (EngineException e) {
      // whoever looks for the server's health says what is wrong
      items.forEach(item -> looked.put(item.resource().key(), time.instant()));
      log.atDebug()
          .addKeyValue("error", e.kind())
          .addKeyValue("detail", e.getMessage())
          .log("no look for newcomers");
      return;
    }
    for (int i = 0; i < items.size(); i++) {
      CustomResource resource = items.get(i).resource();
      if (outcomes.get(i) instanceof PlanOutcome.Planned(Plan plan)) {
        planned(resource.key(), plan);
        if (completes(plan, resource)) {
          drift.differs(resource.key());
        }
      } else {
        looked.put(resource.key(), time.instant());
      }
    }
  }

  private static boolean completes(Plan plan, CustomResource resource) {
    Set<ChangeId> given = Claims.given(resource);
    return plan.changes().stream().anyMatch(change -> ApplyPolicy.completes(change, given));
  }

  private <D extends Desired> Optional<Item<D>> item(
      ManagedKind<D> kind,
      CustomResource resource,
      CustomResource instance,
      ServerState.Available server,
      Duration early) {
    ResourceKey key = resource.key();
    if (resource.deleting()
        || Gates.paused(resource)
        || clock.expired(key)
        || next(kind, key).filter(left -> left.compareTo(early) <= 0).isEmpty()) {
      return Optional.empty();
    }
    try {
      Request request = owners.request(kind, resource, instance, server);
      return kind.inputsSeen(request)
          .filter(seen -> !Inputs.changed(request, seen, kind.earlierInputs(seen)))
          .flatMap(_ -> kind.look(request))
          .map(desired -> new Item<>(resource, desired));
    } catch (EngineException e) {
      // its own reconcile says what is wrong with it
      return Optional.empty();
    }
  }
}
