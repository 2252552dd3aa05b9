package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.SpecFields;
import io.dbprovision.core.instance.ServerState;
import io.dbprovision.core.runtime.Outcome;
import io.dbprovision.core.runtime.Report;
import io.dbprovision.core.runtime.Stopwatch;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.Reasons;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.core.status.StatusReport;
import io.dbprovision.spi.Desired;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.Validation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One reconcile of one object whose server is there. Used once, by one thread. */
final class ManagedPass<D extends Desired> {
  /** How often what is awaited is looked for; nobody tells when a table is made. */
  private static final Duration AWAITING = Duration.ofSeconds(10);

  private static final Duration RARELY = Duration.ofMinutes(10);

  private final ManagedKind<D> kind;
  private final Engineering tools;
  private final Request request;
  private final DriftPolicy policy;
  private final Inputs inputs;
  private final PassEvents events;
  private final PassRecord record;

  ManagedPass(
      ManagedKind<D> kind,
      Engineering tools,
      CustomResource resource,
      CustomResource instance,
      ServerState.Available server) {
    this.kind = kind;
    this.tools = tools;
    this.request = tools.owners().request(kind, resource, instance, server);
    this.policy = DriftPolicy.of(resource, instance, tools.defaultDriftInterval());
    this.inputs = new Inputs(request, policy);
    this.events = new PassEvents(kind, tools.events(), request, policy);
    this.record = new PassRecord(kind, tools, request);
  }

  /** What the status has to remember of it when it fails. */
  PassRecord record() {
    return record;
  }

  /**
   * @throws EngineException when the object cannot be made real now
   */
  Outcome run() {
    CustomResource resource = request.resource();
    boolean look =
        Occasion.told(resource, inputs)
            || !kind.remembersRight(resource)
            || tools.driftClock().expired(resource.key())
            || overdue()
            || (policy.mode() != DriftPolicy.Mode.IGNORE
                && tools.driftClock().due(resource, policy.interval()));
    if (!look && kind.inputsSeen(request).filter(seen -> !since(seen).any()).isPresent()) {
      return next(resource);
    }
    if (tools.cascade().namespaceGoes(resource)) {
      // it is about to be deleted itself, and what is in there went before it for no other reason
      return Outcome.done("nothing is made any more: its namespace is being deleted");
    }
    List<String> unsupported = validate();
    Intent<D> intent = kind.intent(request);
    unsupported.addAll(intent.unsupported());
    Inputs.Difference changed = since(intent.inputs());
    if (!changed.any() && !look) {
      return next(resource);
    }
    Managed<D> managed = kind.managed(request);
    Stopwatch watch = Stopwatch.start(tools.clock());
    Progress.Watch progress = tools.progress().over(resource);
    Convergence<D> convergence =
        new Convergence<>(request, managed, intent, policy, tools.brake(), record, progress);
    Convergence.Result result;
    try (progress) {
      // entries go with what they are given on; what else is referred to makes no drift a wish
      result =
          convergence.run(
              changed, changed.manifest() || (kind.givesMany() && changed.references()));
    } catch (EngineException e) {
      ManagedObserver.Work work = attempted(changed.any(), convergence.applying());
      count(work, false, watch.elapsed());
      events.failed(work, intent.anew() || overdue(), convergence.applying(), e);
      throw e;
    } finally {
      record.over();
    }
    return switch (result) {
      case Convergence.Result.Converged converged -> {
        count(converged, changed.any(), watch.elapsed());
        yield converged(intent, converged, unsupported, changed.any());
      }
      case Convergence.Result.Shown shown -> shown(intent, shown);
      case Convergence.Result.Held held -> held(held.failure());
      case Convergence.Result.Lost _ -> madeAgain(intent);
    };
  }

  private boolean overdue() {
    Instant now = tools.clock().instant();
    return kind.due(request.resource()).stream().anyMatch(at -> !at.isAfter(now));
  }

  private Inputs.Difference since(String references) {
    return inputs.since(references, kind.earlierInputs(references));
  }

  /**
   * First the status stops speaking of what is gone: a kill after the object is made again must not
   * leave a record that says it is complete.
   */
  private Outcome madeAgain(Intent<D> intent) {
    StatusDraft draft = tools.draft(request.resource()).set(Inputs.FIELD, null);
    MakingTime.forget(draft);
    intent.forget(draft);
    CustomResource written = tools.write(draft);
    return new ManagedPass<>(kind, tools, written, request.instance(), request.server()).run();
  }

  private List<String> validate() {
    Validation validation =
        request.server().engine().validate(kind.kind().spi(), request.section());
    List<String> unsupported =
        new ArrayList<>(
            SpecFields.unread(
                kind.kind(), request.resource().spec(), request.server().engine().section()));
    for (Validation.Problem problem : validation.problems()) {
      if (problem.kind() == ErrorKind.UNSUPPORTED) {
        unsupported.add(problem.path() + ": " + problem.message());
      } else {
        throw EngineException.at(problem.kind(), problem.path(), problem.message());
      }
    }
    return unsupported;
  }

  private Outcome converged(
      Intent<D> intent,
      Convergence.Result.Converged converged,
      List<String> unsupported,
      boolean asked) {
    CustomResource resource = request.resource();
    StatusDraft draft = tools.draft(resource).set("plan", null);
    Approval.record(draft, converged.approved());
    request.witness(kind, draft);
    tools.driftClock().checked(resource.key());
    tools.newcomers().planned(resource.key(), converged.last());
    record.converged(draft, converged.last());
    Intent.Completion completion = intent.complete(converged.last(), draft);
    ManagedStatus.drift(draft, policy, converged.left().drift());
    ManagedStatus.ready(draft, policy, converged.left(), completion, unsupported);
    // only now: whatever was interrupted before this line is asked for again
    draft.set(Inputs.FIELD, completion.ready() ? inputs.record(intent.recorded()) : null);
    events.converged(converged, asked);
    CustomResource written = tools.write(draft);
    record.written();
    completion.failure().ifPresent(failure -> tools.failed(written, failure.text()));
    tools.driftClock().leave(resource.key(), left(converged, completion, unsupported));
    Optional<Duration> again =
        converged.left().awaited().isEmpty() ? completion.again() : Optional.of(AWAITING);
    again.ifPresent(delay -> tools.driftClock().expireIn(resource.key(), delay));
    return next(written)
        .telling(
            PassReport.of(
                resource,
                written,
                converged,
                asked,
                completion.failure(),
                tools.statuses()::newReconcileId));
  }

  /** What is awaited, or failed, is looked for until it is over. */
  private static String left(
      Convergence.Result.Converged converged,
      Intent.Completion completion,
      List<String> unsupported) {
    boolean open = !converged.left().awaited().isEmpty() || completion.failure().isPresent();
    boolean inSync = converged.left().drift().isEmpty() && unsupported.isEmpty();
    return open || inSync ? "" : converged.last().hash();
  }

  private void count(Convergence.Result.Converged converged, boolean asked, Duration took) {
    if (PassEvents.created(converged.applied())) {
      count(ManagedObserver.Work.CREATE, true, took);
    } else if (!converged.applied().isEmpty()) {
      count(
          asked ? ManagedObserver.Work.UPDATE : ManagedObserver.Work.DRIFT_CORRECTION, true, took);
    }
    if (!asked) {
      count(ManagedObserver.Work.DRIFT_DETECTION, true, took);
    }
  }

  /** What it was that failed. */
  private ManagedObserver.Work attempted(boolean asked, boolean applying) {
    if (kind.witnessed(request.resource()).isEmpty()) {
      return ManagedObserver.Work.CREATE;
    }
    if (asked) {
      return ManagedObserver.Work.UPDATE;
    }
    return applying ? ManagedObserver.Work.DRIFT_CORRECTION : ManagedObserver.Work.DRIFT_DETECTION;
  }

  private void count(ManagedObserver.Work work, boolean success, Duration took) {
    tools
        .observer()
        .operation(
            request.resource(), work, request.server().endpoint().engine().value(), success, took);
  }

  private Outcome shown(Intent<D> intent, Convergence.Result.Shown shown) {
    StatusDraft draft = tools.draft(request.resource());
    intent.shown(draft);
    Approval.record(draft, shown.approved());
    if (!shown.applied().isEmpty()) {
      record.soFar(draft); // a part of it is in effect
    }
    ManagedStatus.planned(draft, shown.plan());
    events.applied(shown.applied(), true);
    Report report =
        StatusReport.of(
            request.resource(),
            tools.write(draft),
            Reasons.AWAITING_APPROVAL,
            "planned, not done: " + ChangePaths.joined(shown.plan().changes()));
    return Outcome.after(Duration.ofSeconds(60)).telling(report);
  }

  private Outcome held(Failure failure) {
    StatusDraft draft = tools.draft(request.resource());
    ManagedStatus.failed(draft, failure);
    CustomResource written = tools.write(draft);
    tools.failed(written, failure.text());
    return Outcome.after(Duration.ofSeconds(30))
        .telling(StatusReport.of(request.resource(), written, failure));
  }

  /** The earliest of what may make another look necessary. */
  private Outcome next(CustomResource resource) {
    DriftClock clock = tools.driftClock();
    Optional<Duration> drift =
        policy.mode() == DriftPolicy.Mode.IGNORE
            ? Optional.empty()
            : Optional.of(clock.next(resource, policy.interval()));
    Optional<Duration> newcomers = tools.newcomers().next(kind, resource.key());
    return Stream.of(clock.expiresIn(resource.key()), drift, newcomers, dueIn(resource))
        .flatMap(Optional::stream)
        .min(Duration::compareTo)
        .map(Outcome::after)
        .orElseGet(Outcome::done);
  }

  private Optional<Duration> dueIn(CustomResource resource) {
    Instant now = tools.clock().instant();
    return kind.due(resource).stream().map(at -> dueIn(now, at)).min(Duration::compareTo);
  }

  /** What is overdue because something stands against it is tried again, the later the rarer. */
  private static Duration dueIn(Instant now, Instant at) {
    Duration left = Duration.between(now, at);
    Duration wait = left.isPositive() ? left : left.negated().dividedBy(10);
    if (wait.compareTo(AWAITING) < 0) {
      return AWAITING;
    }
    return left.isPositive() || wait.compareTo(RARELY) < 0 ? wait : RARELY;
  }
}
