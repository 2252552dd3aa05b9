package io.dbprovision.core.reconcile;

import io.dbprovision.spi.Change;
import io.dbprovision.spi.Plan;
import java.util.List;

/** A server's plan and what is done beside it, as one thing to show and to approve. */
final class Steps {
  private Steps() {}

  /** For showing and hashing; only the first of the two can be applied by its maker. */
  static Plan with(Plan plan, List<Change> steps) {
    if (steps.isEmpty()) {
      return plan;
    }
    Plan.Builder whole = Plan.builder(plan.exists());
    plan.changes().forEach(whole::change);
    steps.forEach(whole::change);
    return whole.build();
  }
}
