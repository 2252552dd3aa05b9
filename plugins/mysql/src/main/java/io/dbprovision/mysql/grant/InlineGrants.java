package io.dbprovision.mysql.grant;

import io.dbprovision.mysql.change.Subject;
import io.dbprovision.mysql.connect.Server;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.PlanOutcome;
import io.dbprovision.spi.RoleSpec;
import java.util.ArrayList;
import java.util.List;

/** The grants in the blocks of roles, by the planner of all grants. Thread-safe. */
public final class InlineGrants {
  private final EntryPlanner planner;

  public InlineGrants(Server server, Allowed allowed) {
    this.planner = new EntryPlanner(server, allowed);
  }

  /** One role's. */
  public record Item(RoleSpec role, Subject subject, List<GrantEntry> entries) {
    public Item {
      entries = List.copyOf(entries);
    }

    /** Has entries, or had some that may still be in effect. */
    private boolean concerned() {
      return !role.group() && (!entries.isEmpty() || !role.issued().isEmpty());
    }
  }

  /**
   * What the grants alone take, to be applied after the role was made.
   *
   * @return one outcome per item, in the same order
   * @throws EngineException only for what concerns all
   */
  public List<PlanOutcome> planAll(List<Item> items) {
    List<PlanOutcome> outcomes = new ArrayList<>(items.size());
    List<Request> requests = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (Item item : items) {
      if (item.concerned()) {
        places.add(outcomes.size());
        requests.add(Request.inline(item.role(), item.subject(), item.entries()));
      }
      outcomes.add(new PlanOutcome.Planned(Plan.builder(false).build()));
    }
    List<EntryOutcome> planned = planner.plan(requests);
    for (int i = 0; i < planned.size(); i++) {
      outcomes.set(places.get(i), outcome(planned.get(i)));
    }
    return outcomes;
  }

  private static PlanOutcome outcome(EntryOutcome outcome) {
    return switch (outcome) {
      case EntryOutcome.Failed(EngineException failure) -> new PlanOutcome.Failed(failure);
      case EntryOutcome.Planned(EntryPlan entries) -> {
        Plan.Builder plan = Plan.builder(entries.exists());
        entries.into(plan);
        yield new PlanOutcome.Planned(plan.build());
      }
    };
  }
}
