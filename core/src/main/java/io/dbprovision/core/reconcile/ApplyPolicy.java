package io.dbprovision.core.reconcile;

import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Risk;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Decides which changes of a plan may be applied. Pure: this is the whole difference between
 * creating, updating, completing, detecting and correcting drift.
 */
final class ApplyPolicy {
  private ApplyPolicy() {}

  /**
   * @param asked true when the object or what it refers to changed since everything was applied
   * @param destructiveAllowed true with the annotation that allows destructive corrections
   * @param issued what we put there by our own record
   */
  record Situation(
      boolean asked, DriftPolicy.Mode mode, boolean destructiveAllowed, Set<ChangeId> issued) {}

  /**
   * @param chosen may be applied, in the plan's order
   * @param drift differs and is left alone
   * @param awaited cannot be applied yet
   */
  record Decision(Set<ChangeId> chosen, List<Change> drift, List<Change> awaited) {
    Decision withoutDrift() {
      return new Decision(chosen, List.of(), awaited);
    }
  }

  static Decision decide(Plan plan, Situation situation) {
    boolean creating = plan.changes().stream().anyMatch(c -> c.cause() == Cause.MISSING);
    Set<ChangeId> chosen = new LinkedHashSet<>();
    List<Change> drift = new ArrayList<>();
    List<Change> awaited = new ArrayList<>();
    for (Change change : plan.changes()) {
      if (change.cause() == Cause.AWAITED) {
        awaited.add(change);
      } else if (applicable(change, situation, creating)) {
        chosen.add(change.id());
      } else {
        drift.add(change);
      }
    }
    return new Decision(chosen, drift, awaited);
  }

  private static boolean applicable(Change change, Situation situation, boolean creating) {
    if (change.risk() == Risk.IMMUTABLE) {
      return false;
    }
    if (creating || ours(change, situation.issued())) {
      return true;
    }
    if (situation.asked()) {
      return change.cause() != Cause.EXTRA || situation.destructiveAllowed();
    }
    return situation.mode() == DriftPolicy.Mode.CORRECT
        && (change.risk() == Risk.SAFE || situation.destructiveAllowed());
  }

  /** What we put there and nobody asks for any more, or never put there yet: that is no drift. */
  private static boolean ours(Change change, Set<ChangeId> issued) {
    return change.cause() == Cause.EXTRA ? issued.contains(change.id()) : completes(change, issued);
  }

  /** Whether it gives what was never given yet. */
  static boolean completes(Change change, Set<ChangeId> issued) {
    return change.cause() == Cause.ABSENT
        && change.claim().filter(claim -> !issued.contains(claim)).isPresent();
  }
}
