package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.kube.Events;
import io.dbprovision.core.status.Failure;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.EngineException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The Events of one reconcile of one object. */
final class PassEvents {
  private static final String SCHEDULE = "spec.passwordRotation.schedule";

  private final ManagedKind<?> kind;
  private final Events events;
  private final Request request;
  private final DriftPolicy policy;

  PassEvents(ManagedKind<?> kind, Events events, Request request, DriftPolicy policy) {
    this.kind = kind;
    this.events = events;
    this.request = request;
    this.policy = policy;
  }

  static boolean created(List<Change> applied) {
    return applied.stream().anyMatch(change -> change.cause() == Cause.MISSING);
  }

  /**
   * @param asked whether somebody wanted it, or the server had drifted
   */
  void converged(Convergence.Result.Converged converged, boolean asked) {
    applied(
        converged.applied(),
        asked || converged.approved().isPresent() || completed(converged.applied()));
    CustomResource resource = request.resource();
    List<Change> drift = policy.told(converged.left().drift());
    if (resource.status().has(Inputs.FIELD) && !drift.isEmpty()) {
      events.warning(resource, "DriftDetected", ChangePaths.joined(drift));
    }
  }

  /** What appeared by now was given what was asked for it all along: that is no drift. */
  private boolean completed(List<Change> applied) {
    Set<ChangeId> given = Claims.given(request.resource());
    return applied.stream().allMatch(change -> ApplyPolicy.completes(change, given));
  }

  void applied(List<Change> applied, boolean asked) {
    CustomResource resource = request.resource();
    if (created(applied)) {
      events.normal(
          resource,
          kind.wording().made(),
          "%s made on the server".formatted(kind.serverName(resource)));
    } else if (asked && kind.givesMany() && !applied.isEmpty()) {
      events.normal(resource, kind.wording().made(), ChangePaths.joined(applied));
    } else if (!asked && !applied.isEmpty()) {
      events.normal(resource, "DriftCorrected", ChangePaths.joined(applied));
    }
  }

  /**
   * What clients wait for by its own name, beside the Event that goes with any failure. A refusal
   * has that one alone, and who waits for something has failed in nothing.
   *
   * @param rotating whether the credentials were about to change
   * @param applying whether it came as far as the server
   */
  void failed(
      ManagedObserver.Work work, boolean rotating, boolean applying, EngineException failure) {
    if (Failure.of(failure).waiting()) {
      return;
    }
    boolean renewing = rotating && kind.witnessed(request.resource()).isPresent();
    (applying || renewing ? reason(work, renewing) : Optional.<String>empty())
        .ifPresent(
            reason ->
                events.warning(request.resource(), reason, String.valueOf(failure.getMessage())));
  }

  private Optional<String> reason(ManagedObserver.Work work, boolean rotating) {
    if (rotating) {
      return Optional.of("RotationFailed");
    }
    return switch (work) {
      case DRIFT_CORRECTION -> Optional.of("DriftCorrectionFailed");
      case CREATE -> Optional.of(kind.givesMany() ? "ApplyFailed" : "CreateFailed");
      case UPDATE -> kind.givesMany() ? Optional.of("ApplyFailed") : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** The manifest cannot be read as it is meant. */
  static void refused(Events events, CustomResource resource, EngineException refusal) {
    if (refusal.path().filter(SCHEDULE::equals).isPresent()) {
      events.warning(resource, "InvalidRotationSchedule", String.valueOf(refusal.getMessage()));
    }
  }
}
