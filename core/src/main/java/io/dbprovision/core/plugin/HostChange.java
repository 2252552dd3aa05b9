package io.dbprovision.core.plugin;

import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.PlanOutcome;
import io.dbprovision.spi.Risk;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A plugin's change as the operator sees it: read once, behind the guard, so that looking at a plan
 * never runs a plugin's code.
 */
record HostChange(
    ChangeId id,
    String path,
    String expected,
    String actual,
    Risk risk,
    Cause cause,
    String summary,
    String fingerprint,
    @Nullable ChangeId claimOrNull,
    Change original)
    implements Change {
  HostChange {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(expected, "expected");
    Objects.requireNonNull(actual, "actual");
    Objects.requireNonNull(risk, "risk");
    Objects.requireNonNull(cause, "cause");
    Objects.requireNonNull(summary, "summary");
    Objects.requireNonNull(fingerprint, "fingerprint");
  }

  static PlanOutcome read(PlanOutcome outcome) {
    return outcome instanceof PlanOutcome.Planned(Plan plan)
        ? new PlanOutcome.Planned(read(plan))
        : outcome;
  }

  /** The plan with its changes read. */
  static Plan read(Plan plan) {
    return plan.withChanges(plan.changes().stream().map(HostChange::read).toList());
  }

  private static Change read(Change change) {
    return new HostChange(
        change.id(),
        change.path(),
        change.expected(),
        change.actual(),
        change.risk(),
        change.cause(),
        change.summary(),
        change.fingerprint(),
        change.claim().orElse(null),
        change);
  }

  /** The plan as the plugin made it. */
  static Plan restore(Plan plan) {
    return plan.withChanges(
        plan.changes().stream()
            .map(change -> change instanceof HostChange ours ? ours.original : change)
            .toList());
  }

  @Override
  public Optional<ChangeId> claim() {
    return Optional.ofNullable(claimOrNull);
  }

  @Override
  public String toString() {
    return id + ": " + summary;
  }
}
