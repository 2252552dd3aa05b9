package io.dbprovision.core.reconcile;

import static io.dbprovision.core.status.Reasons.DELETE_FAILED;
import static io.dbprovision.core.status.Reasons.DELETION_PROTECTED;
import static io.dbprovision.core.status.Reasons.READY;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.deletion.Cascade;
import io.dbprovision.core.reference.Refs;
import io.dbprovision.core.runtime.Outcome;
import io.dbprovision.core.runtime.Report;
import io.dbprovision.core.runtime.Stopwatch;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.Gates;
import io.dbprovision.core.status.Phase;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.core.status.StatusReport;
import io.dbprovision.spi.Desired;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Lets a managed object go: protection, obstacles, the server object by policy, then the finalizer.
 * The finalizer is never removed while something of ours may be left behind, unless the user forces
 * it.
 */
final class ManagedDeletion<D extends Desired> {
  private static final Duration RETRY = Duration.ofSeconds(30);

  private final ManagedKind<D> kind;
  private final Engineering tools;
  private final ServerRemoval<D> server;

  ManagedDeletion(ManagedKind<D> kind, Engineering tools) {
    this.kind = kind;
    this.tools = tools;
    this.server = new ServerRemoval<>(kind, tools);
  }

  Outcome advance(CustomResource resource) throws InterruptedException {
    if (!resource.hasFinalizer()) {
      return Outcome.done();
    }
    Stopwatch watch = Stopwatch.start(tools.clock());
    boolean forced = Gates.forced(resource);
    boolean agreed = agreedTo(resource);
    Going going =
        agreed
            ? Going.IN_CASCADE
            : tools.cascade().namespaceGoes(resource) ? Going.WITH_NAMESPACE : Going.ALONE;
    boolean protectedObject = kind.deletionProtected(resource);
    if (protectedObject && !forced && !going.swept()) {
      return blocked(
          resource,
          DELETION_PROTECTED,
          "%s, or annotate the object with %s=true"
              .formatted(protection(resource), Keys.FORCE_DELETE));
    }
    Cascade.Step step =
        tools
            .cascade()
            .advance(
                resource,
                tools.dependents().children(resource),
                tools.dependents().childrenOfOthers(resource),
                agreed);
    if (step instanceof Cascade.Step.Waiting waiting) {
      tools.known(waiting.parent());
      return Outcome.after(waiting.delay()).telling(waiting.report());
    }
    DropMode policy = kind.deletionPolicy(resource);
    // swept away with its surroundings, nobody decided about this one: what it protects stays
    DropMode mode =
        protectedObject && !forced
            ? DropMode.RETAIN
            : policy == DropMode.DROP && forced ? DropMode.FORCE : policy;
    Removal removal;
    try {
      removal = server.remove(resource, mode, going);
      if (removal instanceof Removal.Done done) {
        count(resource, done, watch);
      }
    } catch (EngineException e) {
      Failure failure = Failure.of(e);
      count(resource, false, watch);
      if (!forced) {
        return failed(resource, failure);
      }
      tools.warn(
          resource, kind.wording().notRemoved(), "forced, so left behind: " + failure.text());
      removal = Removal.Done.kept(mode, "was left behind on the server");
    }
    return switch (removal) {
      case Removal.Later later -> Outcome.after(later.delay());
      case Removal.Hindered hindered ->
          blocked(hindered.draft(), hindered.failure().reason(), hindered.failure().message());
      case Removal.Done done -> release(resource, done);
    };
  }

  /** What was not ours to touch was no deletion at all. */
  private void count(CustomResource resource, Removal.Done done, Stopwatch watch) {
    switch (done.fate()) {
      case REMOVED -> count(resource, true, watch);
      case LEFT_BEHIND -> count(resource, false, watch);
      case KEPT -> {
        if (done.mode() == DropMode.RETAIN) {
          count(resource, true, watch);
        }
      }
    }
  }

  private void count(CustomResource resource, boolean success, Stopwatch watch) {
    tools
        .observer()
        .operation(
            resource,
            ManagedObserver.Work.DELETE,
            tools.engine(resource),
            success,
            watch.elapsed());
  }

  private Outcome release(CustomResource resource, Removal.Done done) {
    kind.released(resource, done.mode());
    tools.deletions().settled(resource);
    Wording wording = kind.wording();
    String name = kind.serverName(resource);
    String told = name + " " + done.what();
    switch (done.fate()) {
      case REMOVED -> tools.events().normal(resource, wording.removed(), told);
      case KEPT -> tools.events().normal(resource, wording.kept(), told);
      case LEFT_BEHIND -> tools.warn(resource, "LeftBehind", told);
    }
    tools.resources().removeFinalizers(resource);
    tools.driftClock().forget(resource.key());
    tools.observer().forgotten(resource.key());
    return Outcome.done().telling(new Report(told, "", tools.statuses().newReconcileId()));
  }

  private Outcome failed(CustomResource resource, Failure failure) {
    StatusDraft draft =
        tools
            .draft(resource)
            .phase(Phase.DELETING)
            .message(failure.text())
            .condition(READY, false, DELETE_FAILED, failure.text());
    tools.warn(resource, kind.wording().notRemoved(), failure.text());
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

  /** What it depends on goes with everything, and the user agreed to that. */
  private boolean agreedTo(CustomResource resource) {
    return Stream.concat(
            tools.homes().instance(resource).stream(),
            Stream.of(Refs.grantee(resource), Refs.database(resource))
                .flatMap(Optional::stream)
                .flatMap(key -> tools.resources().get(key).stream()))
        .anyMatch(Cascade::consented);
  }

  /** The schema gives the field to every object of a kind that has it. */
  private static String protection(CustomResource resource) {
    return resource.spec().has("deletionProtection")
        ? "spec.deletionProtection is true; set it to false"
        : "the annotation %s protects it; remove the annotation"
            .formatted(Keys.DELETION_PROTECTION);
  }
}
