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
import java.util.stream.Collectors;

/** One pass of one object over its server: plan, decide, apply, plan again. Used by one thread. */
final class Convergence<D extends Desired> {
  private static final Duration RECREATE_CHECK = Duration.ofSeconds(30);

  private final Request request;
  private final Managed<D> managed;
  private final Intent<D> intent;
  private final DriftPolicy policy;
  private final LossBrake brake;
  private final PassRecord record;
  private final Progress.Watch watch;
  private boolean applying;

  Convergence(
      Request request,
      Managed<D> managed,
      Intent<D> intent,
      DriftPolicy policy,
      LossBrake brake,
      PassRecord record,
      Progress.Watch watch) {
    this.request = request;
    this.managed = managed;
    this.intent = intent;
    this.policy = policy;
    this.brake = brake;
    this.record = record;
    this.watch = watch;
  }

  /** What the pass came to. */
  sealed interface Result {
    /**
     * The chosen changes are in effect and were seen to be.
     *
     * @param applied the changes that were made, in order
     * @param last the plan made afterwards
     * @param left what policy or the server left undone
     * @param approved the plan that somebody let run; empty for none
     */
    record Converged(
        List<Change> applied, Plan last, ApplyPolicy.Decision left, Optional<String> approved)
        implements Result {}

    /**
     * The user wants to see the plan first.
     *
     * @param applied of an approved plan, before this one came of it
     * @param approved as above
     */
    record Shown(Plan plan, List<Change> applied, Optional<String> approved) implements Result {}

    /** Nothing was done, because it would not be safe. */
    record Held(Failure failure) implements Result {}

    /** Nothing was done yet: the server object is gone, and with it what its status says of it. */
    record Lost() implements Result {}
  }

  Result run(Inputs.Difference changed, boolean asked) {
    Plan plan = managed.plan(intent.desired());
    record.planned(plan);
    Plan whole = Steps.with(plan, intent.steps(plan));
    Optional<String> approved = Approval.of(request.resource()).filter(whole.hash()::equals);
    if (approved.isEmpty() && shows(whole, changed)) {
      return new Result.Shown(whole, List.of(), Optional.empty());
    }
    if (missingAgain(plan)) {
      CustomResource resource = request.resource();
      Optional<String> held = brake.holds(request.instance(), resource.kind(), request.server());
      if (held.isPresent()) {
        return new Result.Held(
            new Failure(
                Reasons.MASS_LOSS, held.get(), new Failure.Retry.After(RECREATE_CHECK), false));
      }
      if ((resource.status().has(Inputs.FIELD) || intent.remembers()) && somethingWent(plan)) {
        return new Result.Lost();
      }
    }
    return apply(plan, situation(plan, changed, asked, approved), approved);
  }

  private boolean shows(Plan whole, Inputs.Difference changed) {
    if (request.resource().metadata().flagged(Keys.PLAN_ONLY)) {
      // what was in line and is asked for something else may need work beside the server, too
      return !whole.isEmpty() || (changed.any() && request.resource().status().has(Inputs.FIELD));
    }
    return adopts(whole) && resetsSomething(whole);
  }

  private boolean adopts(Plan plan) {
    return request.provenance().adopt() && plan.exists();
  }

  /** A take-over writes our record; anything more is shown first. */
  private static boolean resetsSomething(Plan plan) {
    return plan.changes().stream().anyMatch(c -> !c.id().equals(OwnershipRecord.CHANGE));
  }

  private boolean missingAgain(Plan plan) {
    return request.provenance().witnessed()
        && plan.changes().stream().anyMatch(change -> change.cause() == Cause.MISSING);
  }

  /** What is new by intention is missing, and yet nothing was lost. */
  private boolean somethingWent(Plan plan) {
    return plan.changes().stream()
        .filter(change -> change.cause() == Cause.MISSING)
        .map(ApplyPolicy::subject)
        .anyMatch(subject -> !intent.anew() || !subject.equals(ApplyPolicy.ITSELF));
  }

  private Result apply(Plan plan, ApplyPolicy.Situation situation, Optional<String> approved) {
    boolean shownFirst = request.resource().metadata().flagged(Keys.PLAN_ONLY) || adopts(plan);
    if (!shownFirst || !plan.isEmpty() || approved.isPresent()) {
      intent.prepare();
    }
    ApplyPolicy.Decision decision = ApplyPolicy.decide(plan, situation);
    if (decision.chosen().isEmpty()) {
      return new Result.Converged(List.of(), plan, decision, approved);
    }
    List<Change> applied = new ArrayList<>(apply(plan, decision.chosen()));
    intent.applied(applied);
    Plan second = managed.plan(intent.desired());
    ApplyPolicy.Decision left = ApplyPolicy.decide(second, situation);
    if (!left.chosen().isEmpty()) {
      if (shownFirst && !seen(second, left.chosen(), situation)) {
        return new Result.Shown(Steps.with(second, intent.steps(second)), applied, approved);
      }
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
    return new Result.Converged(applied, second, left, approved);
  }

  /** Whether these were part of what was let run. */
  private static boolean seen(Plan plan, Set<ChangeId> chosen, ApplyPolicy.Situation situation) {
    return plan.changes().stream()
        .filter(change -> chosen.contains(change.id()))
        .allMatch(change -> situation.approved().contains(change.fingerprint()));
  }

  private ApplyPolicy.Situation situation(
      Plan plan, Inputs.Difference changed, boolean asked, Optional<String> approved) {
    CustomResource resource = request.resource();
    Set<String> seen =
        approved.isEmpty()
            ? Set.of()
            : plan.changes().stream().map(Change::fingerprint).collect(Collectors.toSet());
    return new ApplyPolicy.Situation(
        asked,
        intent.anew(),
        intent.givesAgain() && changed.references() ? Set.of() : Claims.given(resource),
        policy.mode(),
        resource.metadata().flagged(Keys.ALLOW_DESTRUCTIVE_DRIFT),
        seen,
        Claims.issued(resource));
  }

  /** Whether it came as far as changing the server. */
  boolean applying() {
    return applying;
  }

  private List<Change> apply(Plan plan, Set<ChangeId> chosen) {
    record.applying(plan, chosen, watch);
    applying = true;
    Applied result = managed.apply(plan, new LinkedHashSet<>(chosen));
    Optional<EngineException> failure = result.failure();
    record.applied(
        result.done().stream().flatMap(id -> plan.change(id).stream()).toList(), failure);
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
