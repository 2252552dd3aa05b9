package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.instance.LossBrake;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.Reasons;
import io.dbprovision.spi.Applied;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Desired;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.OwnershipRecord;
import io.dbprovision.spi.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One pass of one object over its server: plan, decide, apply, plan again. Used by one thread. */
final class Convergence<D extends Desired> {
  private static final Duration RECREATE_CHECK = Duration.ofSeconds(30);

  private final Request request;
  private final Managed<D> managed;
  private final Intent<D> intent;
  private final DriftPolicy policy;
  private final LossBrake brake;
  private final PassRecord record;
  private boolean applying;

  Convergence(
      Request request,
      Managed<D> managed,
      Intent<D> intent,
      DriftPolicy policy,
      LossBrake brake,
      PassRecord record) {
    this.request = request;
    this.managed = managed;
    this.intent = intent;
    this.policy = policy;
    this.brake = brake;
    this.record = record;
  }

  /** What the pass came to. */
  sealed interface Result {
    /**
     * The chosen changes are in effect and were seen to be.
     *
     * @param applied the changes that were made, in order
     * @param last the plan made afterwards
     * @param left what policy or the server left undone
     */
    record Converged(List<Change> applied, Plan last, ApplyPolicy.Decision left)
        implements Result {}

    /** Nothing was done: the user wants to see the plan first. */
    record Shown(Plan plan, boolean approvalNeeded) implements Result {}

    /** Nothing was done, because it would not be safe. */
    record Held(Failure failure) implements Result {}
  }

  /**
   * @param asked true when the inputs changed since everything was last applied
   */
  Result run(boolean asked) {
    Plan plan = managed.plan(intent.desired());
    record.planned(plan);
    CustomResource resource = request.resource();
    boolean approved =
        resource.metadata().annotation(Keys.APPROVE_PLAN).filter(plan.hash()::equals).isPresent();
    if (!approved && !plan.isEmpty()) {
      if (resource.metadata().flagged(Keys.PLAN_ONLY)) {
        return new Result.Shown(plan, true);
      }
      if (request.provenance().adopt() && plan.exists() && resetsSomething(plan)) {
        return new Result.Shown(plan, true);
      }
    }
    if (missingAgain(plan)) {
      Optional<String> held = brake.holds(request.instance(), resource.kind(), request.server());
      if (held.isPresent()) {
        return new Result.Held(
            new Failure(
                Reasons.MASS_LOSS, held.get(), new Failure.Retry.After(RECREATE_CHECK), false));
      }
    }
    return apply(plan, asked || approved, approved);
  }

  /** A take-over writes our record; anything more is shown first. */
  private static boolean resetsSomething(Plan plan) {
    return plan.changes().stream().anyMatch(c -> !c.id().equals(OwnershipRecord.CHANGE));
  }

  private boolean missingAgain(Plan plan) {
    return request.provenance().witnessed()
        && plan.changes().stream().anyMatch(change -> change.cause() == Cause.MISSING);
  }

  private Result apply(Plan plan, boolean asked, boolean approved) {
    ApplyPolicy.Situation situation = situation(asked, approved);
    intent.prepare();
    ApplyPolicy.Decision decision = ApplyPolicy.decide(plan, situation);
    if (decision.chosen().isEmpty()) {
      return new Result.Converged(List.of(), plan, decision);
    }
    List<Change> applied = new ArrayList<>(apply(plan, decision.chosen()));
    intent.applied(applied);
    Plan second = managed.plan(intent.desired());
    ApplyPolicy.Decision left = ApplyPolicy.decide(second, situation);
    if (!left.chosen().isEmpty()) {
      // some changes only show once others are in effect, such as what is inside a new database
      List<Change> more = apply(second, left.chosen());
      intent.applied(more);
      applied.addAll(more);
      second = managed.plan(intent.desired());
      left = ApplyPolicy.decide(second, situation);
    }
    if (!left.chosen().isEmpty()) {
      throw EngineException.of(
          ErrorKind.INTERNAL,
          "still differs after it was applied: "
              + second.change(left.chosen().iterator().next()).map(Change::path).orElse("?"));
    }
    return new Result.Converged(applied, second, left);
  }

  private ApplyPolicy.Situation situation(boolean asked, boolean approved) {
    CustomResource resource = request.resource();
    return new ApplyPolicy.Situation(
        asked,
        policy.mode(),
        approved || resource.metadata().flagged(Keys.ALLOW_DESTRUCTIVE_DRIFT),
        Claims.issued(resource));
  }

  /** Whether it came as far as changing the server. */
  boolean applying() {
    return applying;
  }

  private List<Change> apply(Plan plan, Set<ChangeId> chosen) {
    applying = true;
    record.applying();
    Applied result = managed.apply(plan, new LinkedHashSet<>(chosen));
    record.inEffect(result.done().stream().flatMap(id -> plan.change(id).stream()).toList());
    Optional<EngineException> failure = result.failure();
    if (failure.isPresent()) {
      throw result
          .failedChange()
          .flatMap(plan::change)
          .map(change -> failure.get().atPath(change.path()))
          .orElse(failure.get());
    }
    return plan.changes().stream().filter(change -> chosen.contains(change.id())).toList();
  }
}
