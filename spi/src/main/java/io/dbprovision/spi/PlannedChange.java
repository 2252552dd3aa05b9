package io.dbprovision.spi;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A change that knows how to do itself, for engines that need no more of one.
 *
 * @param entry whether it is about one of several entries that are claimed one by one: a change
 *     that puts it in effect has its claim's id
 * @param effect does it; done twice it is done once
 */
public record PlannedChange(
    ChangeId id,
    String path,
    String expected,
    String actual,
    Risk risk,
    Cause cause,
    boolean entry,
    String summary,
    Runnable effect)
    implements Change {
  public PlannedChange {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(expected, "expected");
    Objects.requireNonNull(actual, "actual");
    Objects.requireNonNull(risk, "risk");
    Objects.requireNonNull(cause, "cause");
    Objects.requireNonNull(summary, "summary");
    Objects.requireNonNull(effect, "effect");
  }

  /** An entry that is not there; it can be given once the cause is {@link Cause#ABSENT}. */
  public static PlannedChange gives(ChangeId id, Cause cause, String summary, Runnable effect) {
    return new PlannedChange(
        id, id.value(), "present", "", Risk.SAFE, cause, true, summary, effect);
  }

  /** An entry that is there and should not be. */
  public static PlannedChange takes(ChangeId id, Cause cause, String summary, Runnable effect) {
    return new PlannedChange(
        id, id.value(), "", "present", Risk.DESTRUCTIVE, cause, true, summary, effect);
  }

  /** {@link Managed#apply} of a plan that has only such changes. */
  public static Applied apply(Plan plan, Set<ChangeId> chosen) {
    return Applied.each(plan, chosen, change -> ((PlannedChange) change).effect().run());
  }

  @Override
  public Optional<ChangeId> claim() {
    return entry && cause == Cause.ABSENT ? Optional.of(id) : Optional.empty();
  }

  /** Without the effect, which may hold anything. */
  @Override
  public String toString() {
    return id + " (" + cause + ")";
  }
}
