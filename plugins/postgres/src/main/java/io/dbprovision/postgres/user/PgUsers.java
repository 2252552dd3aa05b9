package io.dbprovision.postgres.user;

import io.dbprovision.postgres.change.ChangeRunner;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.postgres.sql.Names;
import io.dbprovision.spi.Applied;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.PlanOutcome;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Logins of PostgreSQL are roles that may log in. Plans read all they need in one statement. */
public final class PgUsers implements Users {
  private final Server server;
  private final ChangeRunner runner;
  private final RoleRules rules;
  private final Verifier verifier;
  private final RoleRemoval removal;

  public PgUsers(Server server, ChangeRunner runner, RoleRules rules, Verifier verifier) {
    this.server = server;
    this.runner = runner;
    this.rules = rules;
    this.verifier = verifier;
    this.removal = new RoleRemoval(server);
  }

  @Override
  public Plan plan(UserSpec desired) {
    return switch (planAll(List.of(desired)).getFirst()) {
      case PlanOutcome.Planned(Plan plan) -> plan;
      case PlanOutcome.Failed(EngineException failure) -> throw failure;
    };
  }

  @Override
  public List<PlanOutcome> planAll(List<UserSpec> desired) {
    List<Object> items = new ArrayList<>(desired.size());
    Set<String> names = new HashSet<>(Set.of(rules.admin()));
    for (UserSpec spec : desired) {
      try {
        Wanted wanted = bind(spec);
        names.addAll(wanted.names());
        items.add(wanted);
      } catch (EngineException e) {
        items.add(new PlanOutcome.Failed(e));
      }
    }
    Known known = server.run(sql -> new Known(RoleCatalog.read(sql, names), Server.major(sql)));
    UserPlanner planner = new UserPlanner(rules, verifier, known.major());
    return items.stream()
        .map(
            item ->
                item instanceof Wanted wanted
                    ? outcome(planner, wanted, known.roles())
                    : (PlanOutcome) item)
        .toList();
  }

  private record Known(Map<String, RoleState> roles, int major) {}

  private Wanted bind(UserSpec spec) {
    Names.checkRole("spec.username", spec.name(), rules.admin());
    Wanted wanted = Wanted.of(spec);
    UserChecks.check(wanted);
    return wanted;
  }

  private static PlanOutcome outcome(
      UserPlanner planner, Wanted wanted, Map<String, RoleState> roles) {
    try {
      return new PlanOutcome.Planned(planner.plan(wanted, roles));
    } catch (EngineException e) {
      return new PlanOutcome.Failed(e);
    }
  }

  @Override
  public Plan removal(UserSpec desired, DropMode mode) {
    try {
      Names.checkRole("spec.username", desired.name(), rules.admin());
    } catch (EngineException e) {
      return Plan.builder(false).build(); // such a one was never made by us
    }
    return removal.plan(desired, mode);
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
