package io.dbprovision.postgres.user;

import io.dbprovision.postgres.change.ChangeRunner;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.spi.Applied;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.PlanOutcome;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.Roles;
import java.util.List;
import java.util.Set;

/** Roles that carry privileges for their members. */
public final class PgRoles implements Roles {
  private final Server server;
  private final ChangeRunner runner;
  private final RolePlans plans;
  private final RoleRemoval removal;

  public PgRoles(Server server, ChangeRunner runner, RoleRules rules, Verifier verifier) {
    this.server = server;
    this.runner = runner;
    this.plans = new RolePlans(server, rules, verifier);
    this.removal = new RoleRemoval(server);
  }

  @Override
  public Plan plan(RoleSpec desired) {
    return plans.one(desired, Wanted::of);
  }

  @Override
  public List<PlanOutcome> planAll(List<RoleSpec> desired) {
    return plans.all(desired, Wanted::of);
  }

  @Override
  public Plan removal(RoleSpec desired, DropMode mode) {
    return plans.manageable(desired.name())
        ? removal.plan(desired, "spec.roleName", "roleName", mode)
        : Plan.builder(false).build();
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
