package io.dbprovision.postgres.user;

import io.dbprovision.postgres.change.ChangeRunner;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.PlanOutcome;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.Roles;
import java.util.ArrayList;
import java.util.List;

/** Roles that carry privileges and attributes for their members. */
public final class PgRoles extends ManagedRoles<RoleSpec> implements Roles {
  private final InlineGrants grants;

  public PgRoles(
      Server server, ChangeRunner runner, RoleRules rules, Verifier verifier, InlineGrants grants) {
    super(server, runner, rules, verifier);
    this.grants = grants;
  }

  @Override
  Wanted bind(RoleSpec spec) {
    return Wanted.of(spec);
  }

  @Override
  public List<PlanOutcome> planAll(List<RoleSpec> desired) {
    List<PlanOutcome> outcomes = new ArrayList<>(super.planAll(desired));
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i) instanceof PlanOutcome.Planned) {
        places.add(i);
      }
    }
    // the one place where the grants of a role's own block come in
    List<PlanOutcome> inline = grants.planAll(places.stream().map(desired::get).toList());
    for (int i = 0; i < inline.size(); i++) {
      int place = places.get(i);
      outcomes.set(place, together(outcomes.get(place), inline.get(i)));
    }
    return List.copyOf(outcomes);
  }

  private static PlanOutcome together(PlanOutcome role, PlanOutcome grants) {
    return switch (role) {
      case PlanOutcome.Failed _ -> role;
      case PlanOutcome.Planned(Plan first) ->
          switch (grants) {
            case PlanOutcome.Failed _ -> grants;
            case PlanOutcome.Planned(Plan second) -> new PlanOutcome.Planned(joined(first, second));
          };
    };
  }

  /** The role first: what is granted to it needs it. */
  private static Plan joined(Plan role, Plan grants) {
    Plan.Builder plan = Plan.builder(role.exists());
    role.changes().forEach(plan::change);
    grants.changes().forEach(plan::change);
    role.claims().forEach(plan::claim);
    grants.claims().forEach(plan::claim);
    role.held().forEach(plan::held);
    grants.held().forEach(plan::held);
    if (grants.openEnded()) {
      plan.openEnded();
    }
    return plan.build();
  }
}
