package io.dbprovision.postgres.grant;

import io.dbprovision.postgres.change.Subject;
import io.dbprovision.postgres.user.InlineGrants;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.PlanOutcome;
import io.dbprovision.spi.RoleSpec;
import java.util.ArrayList;
import java.util.List;

/** The grants in the blocks of roles, by the planner of all grants. */
public final class RoleGrants implements InlineGrants {
  private static final PlanOutcome NOTHING = new PlanOutcome.Planned(Plan.builder(false).build());

  private final EntryPlanner planner;

  public RoleGrants(EntryPlanner planner) {
    this.planner = planner;
  }

  @Override
  public List<PlanOutcome> planAll(List<RoleSpec> roles) {
    List<PlanOutcome> outcomes = new ArrayList<>(roles.size());
    List<EntryRequest> requests = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (RoleSpec role : roles) {
      if (concerned(role)) {
        places.add(outcomes.size());
        requests.add(EntryRequest.inline(role, Subject.of(Subject.Type.ROLE, role)));
      }
      outcomes.add(NOTHING);
    }
    List<EntryOutcome> planned = planner.plan(requests);
    for (int i = 0; i < planned.size(); i++) {
      outcomes.set(places.get(i), outcome(planned.get(i)));
    }
    return outcomes;
  }

  /** Has entries, or had some that may still be in effect. */
  private static boolean concerned(RoleSpec role) {
    return !role.group()
        && (role.section().values().containsKey("grants") || !role.issued().isEmpty());
  }

  private static PlanOutcome outcome(EntryOutcome outcome) {
    return switch (outcome) {
      case EntryOutcome.Failed(var failure) -> new PlanOutcome.Failed(failure);
      case EntryOutcome.Planned(EntryPlan entries) -> {
        Plan.Builder plan = Plan.builder(entries.exists());
        entries.into(plan);
        yield new PlanOutcome.Planned(plan.build());
      }
    };
  }
}
