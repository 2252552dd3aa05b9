package io.dbprovision.core.reconcile;

import io.dbprovision.spi.Change;
import io.dbprovision.spi.Plan;
import java.util.List;
import java.util.stream.Stream;

/** A server's plan and what is done beside it, as one thing to show and to approve. */
final class Steps {
  private Steps() {}

  /** For showing and hashing; only the first of the two can be applied by its maker. */
  static Plan with(Plan plan, List<Change> steps) {
    if (steps.isEmpty()) {
      return plan;
    }
    return plan.withChanges(Stream.concat(plan.changes().stream(), steps.stream()).toList());
  }
}
