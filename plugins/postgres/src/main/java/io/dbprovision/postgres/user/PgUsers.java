package io.dbprovision.postgres.user;

import io.dbprovision.postgres.change.ChangeRunner;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.spi.Applied;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.PlanOutcome;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import java.util.List;
import java.util.Set;

/** Logins of PostgreSQL are roles that may log in. Plans read all they need in one statement. */
public final class PgUsers implements Users {
  private final Server server;
  private final ChangeRunner runner;
  private final RolePlans plans;
  private final RoleRemoval removal;

  public PgUsers(Server server, ChangeRunner runner, RoleRules rules, Verifier verifier) {
    this.server = server;
    this.runner = runner;
    this.plans = new RolePlans(server, rules, verifier);
    this.removal = new RoleRemoval(server);
  }

  @Override
  public Plan plan(UserSpec desired) {
    return plans.one(desired, Wanted::of);
  }

  @Override
  public List<PlanOutcome> planAll(List<UserSpec> desired) {
    return plans.all(desired, Wanted::of);
  }

  @Override
  public Plan removal(UserSpec desired, DropMode mode) {
    return plans.manageable(desired.name())
        ? removal.plan(desired, "spec.username", "username", mode)
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
