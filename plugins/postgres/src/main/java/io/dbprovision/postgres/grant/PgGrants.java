package io.dbprovision.postgres.grant;

import io.dbprovision.postgres.change.ChangeRunner;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.postgres.sql.Names;
import io.dbprovision.postgres.user.RoleCatalog;
import io.dbprovision.postgres.user.RoleRules;
import io.dbprovision.spi.Applied;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.GrantSpec;
import io.dbprovision.spi.Grants;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.PlanOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Privileges, default privileges and memberships that objects give to logins and roles. */
public final class PgGrants implements Grants {
  private final Server server;
  private final ChangeRunner runner;
  private final RoleRules rules;
  private final EntryPlanner planner;

  public PgGrants(Server server, ChangeRunner runner, RoleRules rules) {
    this.server = server;
    this.runner = runner;
    this.rules = rules;
    this.planner = new EntryPlanner(server, rules);
  }

  @Override
  public Plan plan(GrantSpec desired) {
    return switch (planAll(List.of(desired)).getFirst()) {
      case PlanOutcome.Planned(Plan plan) -> plan;
      case PlanOutcome.Failed(EngineException failure) -> throw failure;
    };
  }

  @Override
  public List<PlanOutcome> planAll(List<GrantSpec> desired) {
    List<PlanOutcome> outcomes = new ArrayList<>(desired.size());
    List<EntryRequest> requests = new ArrayList<>(desired.size());
    List<Integer> places = new ArrayList<>(desired.size());
    for (GrantSpec grant : desired) {
      try {
        Names.checkRole(EntryRequest.field(grant), grant.name(), rules.admin());
        requests.add(EntryRequest.grant(grant));
        places.add(outcomes.size());
        outcomes.add(new PlanOutcome.Planned(Plan.builder(false).build())); // its place
      } catch (EngineException e) {
        outcomes.add(new PlanOutcome.Failed(e));
      }
    }
    List<EntryOutcome> planned = planner.plan(requests);
    for (int i = 0; i < planned.size(); i++) {
      outcomes.set(places.get(i), outcome(planned.get(i)));
    }
    return List.copyOf(outcomes);
  }

  private static PlanOutcome outcome(EntryOutcome outcome) {
    return switch (outcome) {
      case EntryOutcome.Failed(EngineException failure) -> new PlanOutcome.Failed(failure);
      case EntryOutcome.Planned(EntryPlan plan) -> new PlanOutcome.Planned(whole(plan));
    };
  }

  private static Plan whole(EntryPlan entries) {
    Plan.Builder plan = Plan.builder(entries.exists());
    entries.into(plan);
    entries.matched().ifPresent(things -> plan.fact("matched", things));
    plan.fact("roles", entries.roles());
    plan.fact("directGrants", entries.directGrants());
    plan.fact("defaultPrivileges", entries.defaultPrivileges());
    return plan.build();
  }

  @Override
  public Plan removal(GrantSpec desired, DropMode mode) {
    if (mode != DropMode.DROP && mode != DropMode.FORCE) {
      return Plan.builder(false).build();
    }
    boolean force = mode == DropMode.FORCE;
    EntryRequest request = EntryRequest.removal(desired, force);
    return switch (planner.plan(List.of(request)).getFirst()) {
      case EntryOutcome.Failed(EngineException failure) -> throw failure;
      case EntryOutcome.Planned(EntryPlan plan) -> {
        Plan.Builder removal = Plan.builder(plan.exists());
        plan.changes().forEach(removal::change);
        yield removal.build();
      }
    };
  }

  @Override
  public Applied apply(Plan plan, Set<ChangeId> chosen) {
    return runner.apply(plan, chosen);
  }

  @Override
  public Set<String> names() {
    return server.run(RoleCatalog::names);
  }
}
