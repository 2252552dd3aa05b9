package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.deletion.Cascade;
import io.dbprovision.core.instance.DeletionBrake;
import io.dbprovision.core.instance.LossBrake;
import io.dbprovision.core.instance.Servers;
import io.dbprovision.core.kube.Events;
import io.dbprovision.core.kube.Namespaces;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.runtime.KeyedLocks;
import io.dbprovision.core.status.Reasons;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.core.status.StatusWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Supplier;

/** What every managed kind's reconciler works with. */
record Engineering(
    Resources resources,
    Namespaces namespaces,
    Servers servers,
    Targets targets,
    Homes homes,
    Dependents dependents,
    MentionedNames mentioned,
    Cascade cascade,
    Owners owners,
    Claims claims,
    Ledger ledger,
    LossBrake brake,
    DeletionBrake deletions,
    DriftClock driftClock,
    DriftSweep sweep,
    Newcomers newcomers,
    KeyedLocks<String> locks,
    StatusWriter statuses,
    Progress progress,
    Events events,
    ManagedObserver observer,
    InstantSource clock,
    @DefaultDriftInterval Duration defaultDriftInterval) {
  @Inject
  Engineering {}

  StatusDraft draft(CustomResource resource) {
    return new StatusDraft(resource, clock.instant());
  }

  CustomResource write(StatusDraft draft) {
    CustomResource written = statuses.write(named(draft));
    known(written);
    return written;
  }

  /** For what has to be on record before the work goes on. */
  void interim(StatusDraft draft) {
    statuses.interim(named(draft));
  }

  private static StatusDraft named(StatusDraft draft) {
    CustomKind kind = draft.resource().kind();
    // names that clients of the cluster-wide kinds wait for
    if (kind.equals(CustomKind.CLUSTER_ROLE)) {
      draft.repeat(Reasons.READY, "RoleReady");
    } else if (kind.equals(CustomKind.CLUSTER_GRANT)) {
      draft.repeat(Reasons.READY, "GrantsApplied");
    }
    return draft;
  }

  void known(CustomResource resource) {
    observer.known(resource, engine(resource), mentioned.privileges(resource));
  }

  /** The name of the engine it is for; empty when its instance is gone. */
  String engine(CustomResource resource) {
    return homes.instance(resource).flatMap(instance -> instance.spec().text("engine")).orElse("");
  }

  /**
   * The Event that goes with a failure in the status, with the id of the reconcile that wrote it.
   */
  void failed(CustomResource written, String message) {
    warn(
        written,
        "ReconcileFailed",
        "[%s] %s".formatted(written.status().text("reconcileID", ""), message));
  }

  /**
   * Serialises all work on one server object: some servers fail concurrent changes of one object.
   */
  <T> T locked(
      CustomResource instance, ManagedKind<?> kind, CustomResource resource, Supplier<T> work)
      throws InterruptedException {
    TreeSet<String> names = new TreeSet<>();
    names.add(lock(instance.key(), kind.lock(resource)));
    kind.farLock(resource).ifPresent(names::add);
    return locked(names, work);
  }

  /** Always in the order of their names, so that no two wait for each other. */
  private <T> T locked(NavigableSet<String> names, Supplier<T> work) throws InterruptedException {
    if (names.isEmpty()) {
      return work.get();
    }
    try (KeyedLocks.Hold _ = locks.hold(names.getFirst())) {
      return locked(names.tailSet(names.getFirst(), false), work);
    }
  }

  /** The name under which work on something of an instance's server is serialised. */
  static String lock(ResourceKey instance, String serverObject) {
    return instance + " " + serverObject;
  }

  void warn(CustomResource about, String reason, String message) {
    events.warning(about, reason, message);
  }
}
