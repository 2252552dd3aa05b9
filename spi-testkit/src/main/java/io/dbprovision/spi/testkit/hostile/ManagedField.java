package io.dbprovision.spi.testkit.hostile;

import io.dbprovision.spi.Applied;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Desired;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.PlanOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A field of a managed object: all trials are planned at once, as the operator does, then applied
 * one by one.
 *
 * @param <D> what is desired
 */
public final class ManagedField<D extends Desired> implements HostileField {
  private final Managed<D> managed;
  private final BiFunction<Trial, Set<ChangeId>, D> desired;
  private final BiPredicate<Trial, Fact> meant;
  private final BiPredicate<Trial, Fact> shown;

  /**
   * @param desired what a manifest with that value asks for, and what is on record as issued for it
   * @param meant whether a fact is what the value asks for
   * @param shown whether it is one, and holds the exact value
   */
  public ManagedField(
      Managed<D> managed,
      BiFunction<Trial, Set<ChangeId>, D> desired,
      BiPredicate<Trial, Fact> meant,
      BiPredicate<Trial, Fact> shown) {
    this.managed = managed;
    this.desired = desired;
    this.meant = meant;
    this.shown = shown;
  }

  @Override
  public List<Attempt> attempt(List<Trial> trials) {
    List<PlanOutcome> outcomes =
        managed.planAll(trials.stream().map(trial -> desired.apply(trial, Set.of())).toList());
    List<Attempt> attempts = new ArrayList<>();
    for (int i = 0; i < trials.size(); i++) {
      attempts.add(attempt(trials.get(i), outcomes.get(i)));
    }
    return attempts;
  }

  private Attempt attempt(Trial trial, PlanOutcome outcome) {
    return switch (outcome) {
      case PlanOutcome.Failed failed -> result(trial, false, failed.failure());
      case PlanOutcome.Planned planned -> {
        Set<ChangeId> chosen =
            planned.plan().changes().stream()
                .filter(change -> change.cause() != Cause.AWAITED)
                .map(Change::id)
                .collect(Collectors.toSet());
        try {
          Applied applied = managed.apply(planned.plan(), chosen);
          yield result(trial, !applied.done().isEmpty(), applied.failure().orElse(null));
        } catch (EngineException e) {
          yield result(trial, false, e);
        }
      }
    };
  }

  private Attempt result(Trial trial, boolean applied, @Nullable EngineException refusal) {
    return new Attempt(
        trial, applied, refusal, fact -> meant.test(trial, fact), fact -> shown.test(trial, fact));
  }

  /** What is on the server now is what the operator would have on record. */
  @Override
  public void undo(List<Attempt> attempts) {
    List<Trial> trials = attempts.stream().filter(Attempt::applied).map(Attempt::trial).toList();
    List<PlanOutcome> outcomes =
        managed.planAll(trials.stream().map(trial -> desired.apply(trial, Set.of())).toList());
    for (int i = 0; i < trials.size(); i++) {
      Set<ChangeId> record =
          outcomes.get(i) instanceof PlanOutcome.Planned planned
              ? Set.copyOf(planned.plan().claims())
              : Set.of();
      undo(trials.get(i), record);
    }
  }

  private void undo(Trial trial, Set<ChangeId> issued) {
    Plan removal = managed.removal(desired.apply(trial, issued), DropMode.DROP);
    Set<ChangeId> all =
        removal.changes().stream().map(Change::id).collect(Collectors.toUnmodifiableSet());
    managed
        .apply(removal, all)
        .failure()
        .ifPresent(
            failure -> {
              throw new AssertionError("what came of " + trial + " cannot be removed", failure);
            });
  }
}
