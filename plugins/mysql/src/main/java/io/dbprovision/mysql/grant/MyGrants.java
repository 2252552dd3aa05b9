package io.dbprovision.mysql.grant;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.change.ChangeRunner;
import io.dbprovision.mysql.connect.Server;
import io.dbprovision.spi.Applied;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.GrantSpec;
import io.dbprovision.spi.Grants;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.PlanOutcome;
import java.util.List;
import java.util.Set;

/** Privileges and memberships that objects give to logins and roles. Thread-safe. */
public final class MyGrants implements Grants {
  private static final SqlText NAMES = SqlText.of("SELECT DISTINCT User FROM mysql.user");

  private final Server server;
  private final ChangeRunner runner;
  private final EntryPlanner planner;

  public MyGrants(Server server, ChangeRunner runner, Allowed allowed) {
    this.server = server;
    this.runner = runner;
    this.planner = new EntryPlanner(server, allowed);
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
    List<Request> requests =
        desired.stream().map(grant -> Request.grant(grant, Request.Purpose.GRANT)).toList();
    return planner.plan(requests).stream().map(MyGrants::outcome).toList();
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
    plan.fact("roles", entries.roles());
    plan.fact("directGrants", entries.directGrants());
    plan.fact("defaultPrivileges", 0);
    return plan.build();
  }

  @Override
  public Plan removal(GrantSpec desired, DropMode mode) {
    if (mode != DropMode.DROP && mode != DropMode.FORCE) {
      return Plan.builder(false).build();
    }
    Request request = Request.grant(desired, Request.Purpose.REMOVAL);
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
    return Set.copyOf(server.run(sql -> sql.query(NAMES, row -> row.getString(1))));
  }
}
