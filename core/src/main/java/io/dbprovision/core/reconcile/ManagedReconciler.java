package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.instance.ServerState;
import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.runtime.Outcome;
import io.dbprovision.core.runtime.Reconciler;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.Gates;
import io.dbprovision.core.status.KubeFailures;
import io.dbprovision.core.status.MadeOn;
import io.dbprovision.core.status.Reasons;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.core.status.StatusReport;
import io.dbprovision.spi.Desired;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Brings one object and its server together. The same for every kind: create, update, completion,
 * drift detection and correction, dry run and recreation are all this.
 */
final class ManagedReconciler<D extends Desired> implements Reconciler<ResourceKey> {
  /** The instance wakes us when its server is back; this is the safety net. */
  private static final Duration RECOVERY = Duration.ofSeconds(60);

  private static final Duration FIRST_LOOK = Duration.ofSeconds(2);

  /** When others of its kind are being compared. */
  private static final Duration SWEEPING = Duration.ofSeconds(2);

  private final ManagedKind<D> kind;
  private final Engineering tools;
  private final ManagedDeletion<D> deletion;

  ManagedReconciler(ManagedKind<D> kind, Engineering tools, ManagedDeletion<D> deletion) {
    this.kind = kind;
    this.tools = tools;
    this.deletion = deletion;
  }

  @Override
  public Outcome reconcile(ResourceKey key) throws InterruptedException {
    Optional<CustomResource> found = tools.resources().get(key);
    if (found.isEmpty()) {
      tools.driftClock().forget(key);
      tools.ledger().forget(key);
      tools.newcomers().forget(key);
      tools.mentioned().forget(key);
      tools.observer().forgotten(key);
      return Outcome.done();
    }
    tools.known(found.get());
    if (Gates.paused(found.get())) {
      return Outcome.done();
    }
    try {
      CustomResource resource = witnessed(found.get());
      return resource.deleting() ? deletion.advance(resource) : live(begun(resource));
    } catch (KubeException e) {
      return e.kind() == KubeException.Kind.NAMESPACE_TERMINATING
          ? failed(
              tools.draft(tools.resources().get(key).orElse(found.get())),
              Failure.dependency(KubeFailures.text(e)))
          : KubeFailures.outcome(e);
    }
  }

  private CustomResource begun(CustomResource found) {
    CustomResource held = tools.resources().addFinalizer(found);
    if (!found.hasFinalizer() && found.status().isEmpty()) {
      tools.ledger().closed(found.key()); // nobody did anything for it so far
    }
    return held;
  }

  /**
   * Before anything is written of an object whose manifest changed since an earlier operator saw
   * it: from then on nobody could tell any more that its server may be another one.
   */
  private CustomResource witnessed(CustomResource resource) {
    return !kind.givesMany()
            && kind.witnessed(resource).isPresent()
            && MadeOn.changedBefore(resource)
        ? tools.write(draft(resource).set(MadeOn.FIELD, MadeOn.unknown()))
        : resource;
  }

  /**
   * An object in order may not be worked on for long: where it was made is written down before its
   * reference, or the server behind it, can become another one.
   */
  private CustomResource placed(
      CustomResource resource, CustomResource instance, ServerState.Available server) {
    Map<String, Object> place = MadeOn.block(instance, server.info().identity());
    boolean told = resource.status().object(MadeOn.FIELD).values().equals(place);
    return kind.givesMany()
            || told
            || kind.witnessed(resource).isEmpty()
            || !resource.status().has("appliedInputs")
            || MadeOn.standing(resource, instance, server.info().identity()) != MadeOn.Standing.HERE
        ? resource
        : tools.write(draft(resource).set(MadeOn.FIELD, place));
  }

  private Outcome live(CustomResource resource) throws InterruptedException {
    try {
      Targets.Target target = tools.targets().resolve(resource);
      return switch (target.state()) {
        case ServerState.Available available -> live(resource, target.instance(), available);
        case ServerState.Down down -> parked(draft(resource), target.instance(), down.failure());
        // the instance is about to be looked at, and wakes us when it is there
        case ServerState.Unknown unknown -> Outcome.after(FIRST_LOOK);
      };
    } catch (EngineException e) {
      PassEvents.refused(tools.events(), resource, e);
      return failed(draft(resource), Failure.of(e));
    }
  }

  /**
   * The instance says what is wrong with its server; it wakes us when that is over. What was in
   * order is not rewritten for it, unless it lacks what does not come by itself, such as a plugin:
   * then nobody looks after the object until somebody does something.
   */
  private Outcome parked(StatusDraft draft, CustomResource instance, Failure why) {
    CustomResource resource = draft.resource();
    boolean passing = !why.reason().equals(Reasons.UNSUPPORTED);
    if (passing && resource.status().has("phase") && told(resource)) {
      tools.write(draft); // what was done before the server was lost, if anything was
      return Outcome.done();
    }
    Failure failure =
        Failure.dependency("%s is not ready: %s".formatted(instance.key(), why.text()));
    ManagedStatus.failed(draft, failure);
    return Outcome.done().telling(StatusReport.of(resource, tools.write(draft), failure));
  }

  private Outcome live(
      CustomResource resource, CustomResource instance, ServerState.Available server)
      throws InterruptedException {
    CustomResource here =
        placed(tools.owners().here(resource, kind, instance, server), instance, server);
    if (!tools.sweep().around(kind, here, instance, server)
        || !tools.newcomers().around(kind, here, instance, server)) {
      return Outcome.after(SWEEPING);
    }
    return tools.locked(instance, kind, here, () -> pass(here, instance, server));
  }

  private Outcome pass(
      CustomResource resource, CustomResource instance, ServerState.Available server) {
    StatusDraft draft = draft(resource);
    try {
      ManagedPass<D> pass = new ManagedPass<>(kind, tools, resource, instance, server);
      try {
        return pass.run();
      } catch (EngineException e) {
        pass.record().soFar(draft);
        throw explained(e, resource, instance, server);
      }
    } catch (EngineException e) {
      Failure failure = Failure.of(e);
      PassEvents.refused(tools.events(), resource, e);
      return switch (e.kind()) {
        case UNREACHABLE, TIMEOUT -> {
          tools.servers().suspect(instance.key());
          Outcome told = parked(draft, instance, failure);
          yield Outcome.retry(failure.reason(), failure.message(), RECOVERY).telling(told.report());
        }
        default -> failed(draft, failure);
      };
    }
  }

  private EngineException explained(
      EngineException failure,
      CustomResource resource,
      CustomResource instance,
      ServerState.Available server) {
    if (failure.kind() == ErrorKind.NOT_FOUND) {
      Optional<String> circle =
          WaitingCircle.through(resource, kind, tools.resources(), tools.mentioned());
      if (circle.isPresent()) {
        EngineException told =
            EngineException.of(ErrorKind.INVALID, circle.get()).causedBy(failure);
        return failure.path().map(told::atPath).orElse(told);
      }
    }
    return tools.owners().explained(failure, kind, resource, instance, server);
  }

  /**
   * For what did not come to its end. When it was about another manifest than the last one, a part
   * of that may be in effect: taken back, it is work again and no drift.
   */
  private StatusDraft draft(CustomResource resource) {
    StatusDraft draft = tools.draft(resource);
    return told(resource) ? draft : draft.set("appliedInputs", null);
  }

  private static boolean told(CustomResource resource) {
    return resource.status().number("observedGeneration", 0) == resource.metadata().generation();
  }

  private Outcome failed(StatusDraft draft, Failure failure) {
    CustomResource resource = draft.resource();
    ManagedStatus.failed(draft, failure);
    CustomResource written = tools.write(draft);
    if (!failure.waiting()) {
      tools.failed(written, failure.text());
    }
    Outcome outcome =
        switch (failure.retry()) {
          case Failure.Retry.WhenChanged changed -> Outcome.done();
          case Failure.Retry.After after -> Outcome.after(after.delay());
          case Failure.Retry.Backoff backoff -> Outcome.retry(failure.reason(), failure.message());
        };
    return outcome.telling(StatusReport.of(resource, written, failure));
  }
}
