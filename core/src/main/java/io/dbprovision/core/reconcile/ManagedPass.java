package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.SpecFields;
import io.dbprovision.core.instance.ServerState;
import io.dbprovision.core.kube.Events;
import io.dbprovision.core.runtime.Outcome;
import io.dbprovision.core.runtime.Report;
import io.dbprovision.core.runtime.Stopwatch;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.Phase;
import io.dbprovision.core.status.Reasons;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.core.status.StatusReport;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Desired;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.Validation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One reconcile of one object whose server is there. Used once, by one thread. */
final class ManagedPass<D extends Desired> {
  /** How often what is awaited is looked for; nobody tells when a table is made. */
  private static final Duration AWAITING = Duration.ofSeconds(10);

  private final ManagedKind<D> kind;
  private final Engineering tools;
  private final Request request;
  private final DriftPolicy policy;

  ManagedPass(
      ManagedKind<D> kind,
      Engineering tools,
      CustomResource resource,
      CustomResource instance,
      ServerState.Available server) {
    this.kind = kind;
    this.tools = tools;
    this.request =
        new Request(
            resource,
            instance,
            server,
            tools.owners().of(resource),
            tools.owners().provenance(resource, kind, instance, server));
    this.policy = DriftPolicy.of(resource, instance, tools.defaultDriftInterval());
  }

  /**
   * @throws EngineException when the object cannot be made real now
   */
  Outcome run() {
    CustomResource resource = request.resource();
    boolean look =
        troubled(resource)
            || tools.driftClock().expired(resource.key())
            || kind.due(resource).filter(at -> !at.isAfter(tools.clock().instant())).isPresent()
            || (policy.mode() != DriftPolicy.Mode.IGNORE
                && tools.driftClock().due(resource, policy.interval()));
    if (!look && kind.inputsSeen(request).filter(this::applied).isPresent()) {
      return next(resource);
    }
    List<String> unsupported = validate();
    Intent<D> intent = kind.intent(request);
    unsupported.addAll(intent.unsupported());
    boolean asked = !applied(intent.inputs());
    if (!asked && !look) {
      return next(resource);
    }
    Managed<D> managed = kind.managed(request);
    Stopwatch watch = Stopwatch.start(tools.clock());
    Convergence<D> convergence = new Convergence<>(request, managed, intent, policy, tools.brake());
    Convergence.Result result;
    try (Progress.Watch _ = tools.progress().over(resource)) {
      result = convergence.run(asked);
    } catch (EngineException e) {
      count(attempted(asked, convergence.applying()), false, watch.elapsed());
      throw e;
    }
    return switch (result) {
      case Convergence.Result.Converged converged -> {
        count(converged, asked, watch.elapsed());
        yield converged(intent, converged, unsupported, asked);
      }
      case Convergence.Result.Shown shown -> shown(shown);
      case Convergence.Result.Held held -> held(held.failure());
    };
  }

  /** What went wrong may be over, though the object is as it was when it was last in order. */
  private static boolean troubled(CustomResource resource) {
    String phase = resource.status().text("phase", "");
    return phase.equals(Phase.FAILED.toString()) || phase.equals(Phase.PENDING.toString());
  }

  private boolean applied(String inputs) {
    return Inputs.applied(request, inputs);
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
    request.witness(kind, draft);
    tools.driftClock().checked(resource.key());
    Claims.record(draft, converged.last());
    Intent.Completion completion = intent.complete(converged.last(), draft);
    ManagedStatus.drift(draft, policy, converged.left().drift());
    ManagedStatus.ready(draft, converged.left(), completion, unsupported);
    // only now: whatever was interrupted before this line is asked for again
    draft.set("appliedInputs", completion.ready() ? Inputs.hash(request, intent.inputs()) : null);
    tell(converged, asked);
    CustomResource written = tools.write(draft);
    completion.failure().ifPresent(failure -> tools.failed(written, failure.text()));
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

  private void tell(Convergence.Result.Converged converged, boolean asked) {
    CustomResource resource = request.resource();
    Events events = tools.events();
    if (created(converged)) {
      events.normal(
          resource,
          kind.wording().made(),
          "%s made on the server".formatted(kind.serverName(resource)));
    } else if (asked && kind.givesMany() && !converged.applied().isEmpty()) {
      events.normal(resource, kind.wording().made(), ChangePaths.joined(converged.applied()));
    } else if (!asked && !converged.applied().isEmpty()) {
      events.normal(resource, "DriftCorrected", ChangePaths.joined(converged.applied()));
    }
    boolean wasSettled = resource.status().has("appliedInputs");
    if (wasSettled && !converged.left().drift().isEmpty()) {
      events.warning(resource, "DriftDetected", ChangePaths.joined(converged.left().drift()));
    }
  }

  private static boolean created(Convergence.Result.Converged converged) {
    return converged.applied().stream().anyMatch(change -> change.cause() == Cause.MISSING);
  }

  private void count(Convergence.Result.Converged converged, boolean asked, Duration took) {
    if (created(converged)) {
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

  private Outcome shown(Convergence.Result.Shown shown) {
    StatusDraft draft = tools.draft(request.resource());
    ManagedStatus.planned(draft, shown.plan(), shown.approvalNeeded());
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
    return Stream.of(clock.expiresIn(resource.key()), drift, dueIn(resource))
        .flatMap(Optional::stream)
        .min(Duration::compareTo)
        .map(Outcome::after)
        .orElseGet(Outcome::done);
  }

  /** What is overdue because something stands against it is tried again every few seconds. */
  private Optional<Duration> dueIn(CustomResource resource) {
    return kind.due(resource)
        .map(at -> Duration.between(tools.clock().instant(), at))
        .map(left -> left.compareTo(AWAITING) < 0 ? AWAITING : left);
  }
}
