package io.dbprovision.core.reconcile;

import static io.dbprovision.core.status.Reasons.BACKUP_FAILED;
import static io.dbprovision.core.status.Reasons.DELETE_FAILED;
import static io.dbprovision.core.status.Reasons.DELETING;
import static io.dbprovision.core.status.Reasons.DELETION_PROTECTED;
import static io.dbprovision.core.status.Reasons.MASS_DELETION;
import static io.dbprovision.core.status.Reasons.OWNERSHIP_BLOCKS;
import static io.dbprovision.core.status.Reasons.READY;
import static io.dbprovision.core.status.Reasons.UNSUPPORTED;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.deletion.Cascade;
import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.reference.Refs;
import io.dbprovision.core.runtime.Outcome;
import io.dbprovision.core.runtime.Report;
import io.dbprovision.core.runtime.Stopwatch;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.Gates;
import io.dbprovision.core.status.KubeFailures;
import io.dbprovision.core.status.Phase;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.core.status.StatusReport;
import io.dbprovision.spi.Desired;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a managed object go: protection, obstacles, the server object by policy, then the finalizer.
 * The finalizer is never removed while something of ours may be left behind, unless the user forces
 * it.
 */
final class ManagedDeletion<D extends Desired> {
  private static final Logger log = LoggerFactory.getLogger(ManagedDeletion.class);

  static final String GOING = "it is being deleted";

  private static final Duration RETRY = Duration.ofSeconds(30);

  /** Of an object of which the status says already how its deletion goes. */
  private static final Set<String> TOLD =
      Set.of(DELETING, DELETE_FAILED, OWNERSHIP_BLOCKS, MASS_DELETION, BACKUP_FAILED, UNSUPPORTED);

  /** What no waiting mends. */
  private static final Set<ErrorKind> FOR_GOOD =
      Set.of(ErrorKind.PERMISSION, ErrorKind.UNSUPPORTED, ErrorKind.INVALID);

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
    try {
      return step(resource);
    } catch (KubeException e) {
      return notTaken(resource, e);
    }
  }

  private Outcome step(CustomResource resource) throws InterruptedException {
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
                List.of(),
                tools.dependents().childrenOfOthers(resource),
                agreed);
    if (step instanceof Cascade.Step.Waiting waiting) {
      tools.known(waiting.parent());
      return Outcome.after(waiting.delay()).telling(waiting.report());
    }
    return leave(shown(resource), going, protectedObject, watch);
  }

  private Outcome leave(
      CustomResource resource, Going going, boolean protectedObject, Stopwatch watch)
      throws InterruptedException {
    boolean forced = Gates.forced(resource);
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
      if (forced) {
        tools.warn(
            resource, kind.wording().notRemoved(), "forced, so left behind: " + failure.text());
        removal = Removal.Done.kept(mode, "was left behind on the server");
      } else if (tools.cascade().namespaceGoes(resource) && FOR_GOOD.contains(e.kind())) {
        removal =
            Removal.Done.leftBehind(
                "stays on the server, its namespace goes and cannot wait: " + failure.text());
      } else {
        return failed(resource, failure);
      }
    }
    return switch (removal) {
      case Removal.Later later -> waits(tools.draft(resource), later.delay(), later.why());
      case Removal.Underway on -> waits(on.draft(), on.delay(), on.why());
      case Removal.Hindered hindered ->
          blocked(hindered.draft(), hindered.failure().reason(), hindered.failure().message());
      case Removal.Done done -> release(resource, done);
    };
  }

  /** From here on it goes: that is to be seen, however long the server takes. */
  private CustomResource shown(CustomResource resource) {
    return TOLD.contains(told(resource))
        ? resource
        : tools.write(deleting(resource, DELETING, GOING));
  }

  private static String told(CustomResource resource) {
    return resource.condition(READY).text("reason", "");
  }

  private Outcome waits(StatusDraft draft, Duration delay, String why) {
    CustomResource resource = draft.resource();
    CustomResource written = tools.write(deleting(draft, DELETING, why));
    return Outcome.after(delay).telling(StatusReport.of(resource, written, DELETING, why));
  }

  private StatusDraft deleting(CustomResource resource, String reason, String text) {
    return deleting(tools.draft(resource), reason, text);
  }

  private static StatusDraft deleting(StatusDraft begun, String reason, String text) {
    StatusDraft draft = begun.phase(Phase.DELETING).message(text);
    // by this condition alone the brake knows after a restart what it holds
    return told(draft.resource()).equals(MASS_DELETION)
        ? draft
        : draft.condition(READY, false, reason, text);
  }

  /** What passes by itself is no news; all else must not be in the log alone. */
  private Outcome notTaken(CustomResource resource, KubeException e) {
    Outcome outcome = KubeFailures.outcome(e);
    String text = KubeFailures.text(e);
    return switch (e.kind()) {
      case CONFLICT, NOT_FOUND, EXISTS -> outcome;
      case NAMESPACE_TERMINATING, FORBIDDEN, INVALID, UNAVAILABLE -> {
        tools.warn(resource, kind.wording().notRemoved(), text);
        try {
          tools.write(deleting(resource, DELETE_FAILED, text));
        } catch (KubeException again) {
          log.debug("{} cannot say so either: {}", resource.key(), again.getMessage());
        }
        yield outcome;
      }
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
    tools.warn(resource, kind.wording().notRemoved(), failure.text());
    CustomResource written = tools.write(deleting(resource, DELETE_FAILED, failure.text()));
    return Outcome.after(RETRY).telling(StatusReport.of(resource, written, failure));
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
