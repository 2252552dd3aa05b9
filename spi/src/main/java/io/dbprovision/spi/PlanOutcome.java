package io.dbprovision.spi;

import java.util.Objects;

/** What planning one item of many came to. */
public sealed interface PlanOutcome {
  /** The item was planned. */
  record Planned(Plan plan) implements PlanOutcome {
    public Planned {
      Objects.requireNonNull(plan, "plan");
    }
  }

  /** This item failed; the others are not concerned. */
  record Failed(EngineException failure) implements PlanOutcome {
    public Failed {
      Objects.requireNonNull(failure, "failure");
    }
  }
}
