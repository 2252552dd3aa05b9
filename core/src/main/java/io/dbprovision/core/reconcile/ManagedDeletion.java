package io.dbprovision.core.reconcile;

import static io.dbprovision.core.status.Reasons.DELETE_FAILED;
import static io.dbprovision.core.status.Reasons.DELETION_PROTECTED;
import static io.dbprovision.core.status.Reasons.READY;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.instance.InstanceDeletion;
import io.dbprovision.core.instance.ServerState;
import io.dbprovision.core.kube.Namespaces;
import io.dbprovision.core.reference.Indexes;
import io.dbprovision.core.reference.Refs;
import io.dbprovision.core.runtime.Outcome;
import io.dbprovision.core.runtime.Report;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.Gates;
import io.dbprovision.core.status.Phase;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.core.status.StatusReport;
import io.dbprovision.spi.Applied;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.Desired;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.Plan;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Lets a managed object go: protection, obstacles, the server object by policy, then the finalizer.
 * The finalizer is never removed while something of ours may be left behind, unless the user forces
 * it.
 */
final class ManagedDeletion<D extends Desired> {
  private static final Duration RETRY = Duration.ofSeconds(30);
  private static final Duration SOON = Duration.ofSeconds(2);

  private final ManagedKind<D> kind;
  private final Engineering tools;

  ManagedDeletion(ManagedKind<D> kind, Engineering tools) {
    this.kind = kind;
    this.tools = tools;
  }

  Outcome advance(CustomResource resource) throws InterruptedException {
    if (!resource.hasFinalizer()) {
      return Outcome.done();
    }
    long started = System.nanoTime();
    boolean forced = Gates.forced(resource);
    boolean swept = namespaceTerminating(resource) || cascading(resource);
    boolean protectedObject = kind.deletionProtected(resource);
    if (protectedObject && !forced && !swept) {
      return blocked(
          resource,
          DELETION_PROTECTED,
          "%s, or annotate the object with %s=true"
              .formatted(protection(resource), Keys.FORCE_DELETE));
    }
    DropMode policy = kind.deletionPolicy(resource);
    // swept away with its surroundings, nobody decided about this one: what it protects stays
    DropMode mode =
        protectedObject && !forced
            ? DropMode.RETAIN
            : policy == DropMode.DROP && forced ? DropMode.FORCE : policy;
    Removal removal;
    try {
      removal = remove(resource, mode, swept);
      if (removal instanceof Removal.Done) {
        count(resource, true, started);
      }
    } catch (EngineException e) {
      Failure failure = Failure.of(e);
      count(resource, false, started);
      if (!forced) {
        return failed(resource, failure);
      }
      tools.warn(resource, "DeleteFailed", "forced, so left behind: " + failure.text());
      removal = new Removal.Done(mode, "was left behind on the server");
    }
    return switch (removal) {
      case Removal.NotYet notYet -> notYet.outcome();
      case Removal.Done done -> release(resource, done);
    };
  }

  /** How far it came. */
  private sealed interface Removal {
    /**
     * @param mode what was done in the end
     * @param what became of the server object, after its name
     */
    record Done(DropMode mode, String what) implements Removal {}

    record NotYet(Outcome outcome) implements Removal {}
  }

  private void count(CustomResource resource, boolean success, long started) {
    tools
        .observer()
        .operation(
            resource,
            ManagedObserver.Work.DELETE,
            tools.engine(resource),
            success,
            Duration.ofNanos(System.nanoTime() - started));
  }

  private Outcome release(CustomResource resource, Removal.Done done) {
    kind.released(resource, done.mode());
    tools.events().normal(resource, "Deleted", kind.serverName(resource) + " " + done.what());
    tools.resources().removeFinalizers(resource);
    tools.driftClock().forget(resource.key());
    tools.observer().forgotten(resource.key());
    return Outcome.done()
        .telling(
            new Report(
                "%s %s".formatted(kind.serverName(resource), done.what()),
                "",
                tools.statuses().newReconcileId()));
  }

  /**
   * @param swept the object goes together with its namespace or its instance
   */
  private Removal remove(CustomResource resource, DropMode mode, boolean swept)
      throws InterruptedException {
    Optional<CustomResource> instance =
        Refs.instance(resource).flatMap(key -> tools.resources().get(key));
    boolean neverThere =
        kind.witnessed(resource).isEmpty()
            && instance.flatMap(i -> i.status().text("serverIdentity")).isEmpty();
    if (neverThere) {
      return new Removal.Done(mode, "was never on the server");
    }
    if (instance.isEmpty()) {
      throw unavailable("its DatabaseInstance does not exist");
    }
    return switch (tools.servers().state(instance.get().key())) {
      case ServerState.Unknown unknown -> new Removal.NotYet(Outcome.after(SOON));
      case ServerState.Down down -> {
        if (mode == DropMode.RETAIN || unreachableForGood(instance.get(), down)) {
          yield new Removal.Done(
              DropMode.RETAIN, "stays on the server, which cannot be reached any more");
        }
        throw unavailable(down.failure().text());
      }
      case ServerState.Available server -> remove(resource, instance.get(), server, mode, swept);
    };
  }

  /** The login went first, and in its namespace nothing can be made any more. */
  private boolean unreachableForGood(CustomResource instance, ServerState.Down down) {
    return down.failure().waiting() && namespaceTerminating(instance);
  }

  private Removal remove(
      CustomResource resource,
      CustomResource instance,
      ServerState.Available server,
      DropMode wanted,
      boolean swept)
      throws InterruptedException {
    Request request =
        new Request(
            resource,
            instance,
            server,
            tools.owners().of(resource),
            tools.owners().forRemoval(resource, kind));
    DropMode mode = wanted;
    if (mode == DropMode.DROP) {
      StatusDraft draft = tools.draft(resource);
      Optional<Failure> obstacle = kind.obstacle(request, draft);
      if (obstacle.isPresent()) {
        if (!swept) {
          return new Removal.NotYet(
              blocked(draft, obstacle.get().reason(), obstacle.get().message()));
        }
        if (othersRemain(instance)) {
          return new Removal.NotYet(Outcome.after(SOON));
        }
        // what stays on purpose, such as a protected database, keeps what it depends on
        mode = DropMode.RETAIN;
      }
    }
    Optional<? extends Managed<D>> managed = server.session().capability(kind.capability());
    if (managed.isPresent()) {
      DropMode decided = mode;
      tools.locked(
          instance,
          kind,
          kind.serverName(resource),
          () -> drop(managed.get(), kind.removed(request), decided));
    }
    return new Removal.Done(
        mode, mode == DropMode.RETAIN ? "stays on the server" : "removed from the server");
  }

  /** Objects of other kinds on that instance, whose removal may remove the obstacle. */
  private boolean othersRemain(CustomResource instance) {
    return CustomKind.ALL.stream()
        .filter(other -> !other.equals(kind.kind()) && !other.equals(CustomKind.INSTANCE))
        .anyMatch(
            other ->
                !tools
                    .resources()
                    .byIndex(other, Indexes.INSTANCE, instance.key().path())
                    .isEmpty());
  }

  private static <D extends Desired> boolean drop(Managed<D> managed, D desired, DropMode mode) {
    Plan plan = managed.removal(desired, mode);
    if (plan.isEmpty()) {
      return false;
    }
    Applied applied =
        managed.apply(
            plan,
            plan.changes().stream()
                .map(Change::id)
                .collect(Collectors.toCollection(LinkedHashSet::new)));
    applied
        .failure()
        .ifPresent(
            failure -> {
              throw failure;
            });
    return true;
  }

  private static EngineException unavailable(String why) {
    return EngineException.of(
        ErrorKind.UNREACHABLE,
        "the server object cannot be removed now: %s. To delete this object and leave the server object behind, annotate it with %s=true"
            .formatted(why, Keys.FORCE_DELETE));
  }

  private Outcome failed(CustomResource resource, Failure failure) {
    StatusDraft draft =
        tools
            .draft(resource)
            .phase(Phase.DELETING)
            .message(failure.text())
            .condition(READY, false, DELETE_FAILED, failure.text());
    tools.warn(resource, "DeleteFailed", failure.text());
    return Outcome.after(RETRY).telling(StatusReport.of(resource, tools.write(draft), failure));
  }

  private Outcome blocked(CustomResource resource, String reason, String message) {
    return blocked(tools.draft(resource), reason, message);
  }

  private Outcome blocked(StatusDraft draft, String reason, String message) {
    draft.phase(Phase.FAILED).message(message).condition(READY, false, reason, message);
    tools.warn(draft.resource(), "DeletionBlocked", message);
    return Outcome.after(RETRY)
        .telling(StatusReport.of(draft.resource(), tools.write(draft), reason, message));
  }

  private boolean namespaceTerminating(CustomResource resource) {
    return tools
        .namespaces()
        .get(resource.namespace())
        .filter(Namespaces.Namespace::terminating)
        .isPresent();
  }

  /** The instance goes with everything on it, and the user agreed to that. */
  private boolean cascading(CustomResource resource) {
    return Refs.instance(resource)
        .flatMap(key -> tools.resources().get(key))
        .filter(InstanceDeletion::cascading)
        .isPresent();
  }

  /** The schema gives the field to every object of a kind that has it. */
  private static String protection(CustomResource resource) {
    return resource.spec().has("deletionProtection")
        ? "spec.deletionProtection is true; set it to false"
        : "the annotation %s protects it; remove the annotation"
            .formatted(Keys.DELETION_PROTECTION);
  }
}
