package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.spi.Desired;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.Plan;
import java.util.Optional;

/** Has done what must come before a drop, and undone when there is none. */
final class DropPreparation<D extends Desired> {
  private final ManagedKind<D> kind;
  private final Engineering tools;

  DropPreparation(ManagedKind<D> kind, Engineering tools) {
    this.kind = kind;
    this.tools = tools;
  }

  /** How it goes; empty when nothing is in the way of the drop. */
  Optional<Removal> advance(Request request, DropMode mode) {
    CustomResource resource = request.resource();
    Optional<BeforeDrop> first = kind.beforeDrop(resource);
    if (first.isEmpty() || !dropsIt(request, mode)) {
      return Optional.empty();
    }
    StatusDraft draft = tools.draft(resource);
    return switch (first.get().advance(leaving(request, mode), draft)) {
      case BeforeDrop.Step.Drop _ -> Optional.empty();
      case BeforeDrop.Step.Wait wait ->
          Optional.of(new Removal.Underway(draft, wait.delay(), wait.why()));
      case BeforeDrop.Step.Keep keep -> Optional.of(Removal.Done.leftBehind(stays(keep.why())));
      case BeforeDrop.Step.Stop stop -> Optional.of(stopped(stop.failure(), draft, mode));
    };
  }

  /** What is gone, or not ours, is nothing to be kept. */
  private boolean dropsIt(Request request, DropMode mode) {
    Plan plan = kind.managed(request).removal(kind.removed(request), mode);
    return plan.exists() && !plan.isEmpty();
  }

  /** Force lets the object go, and never loses what was to be kept. */
  private static Removal stopped(Failure failure, StatusDraft draft, DropMode mode) {
    return mode == DropMode.FORCE
        ? Removal.Done.leftBehind(stays("forced, and " + failure.message()))
        : new Removal.Hindered(draft, failure);
  }

  private static String stays(String why) {
    return "stays on the server: " + why;
  }

  /** It stays, or is gone. */
  void over(Request request, DropMode mode) {
    kind.beforeDrop(request.resource()).ifPresent(first -> first.over(leaving(request, mode)));
  }

  private BeforeDrop.Leaving leaving(Request request, DropMode mode) {
    return new BeforeDrop.Leaving(
        request.resource(),
        request.instance(),
        request.server(),
        request.owner(),
        kind.serverName(request.resource()),
        mode == DropMode.FORCE);
  }
}
