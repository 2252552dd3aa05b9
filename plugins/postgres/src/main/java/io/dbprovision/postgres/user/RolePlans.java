package io.dbprovision.postgres.user;

import io.dbprovision.postgres.connect.Server;
import io.dbprovision.postgres.sql.Names;
import io.dbprovision.spi.Desired;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.PlanOutcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Plans logins and roles, all that are asked for together with one statement. Thread-safe. */
final class RolePlans {
  private final Server server;
  private final RoleRules rules;
  private final Verifier verifier;

  RolePlans(Server server, RoleRules rules, Verifier verifier) {
    this.server = server;
    this.rules = rules;
    this.verifier = verifier;
  }

  <D extends Desired> Plan one(D desired, Function<D, Wanted> binding) {
    return switch (all(List.of(desired), binding).getFirst()) {
      case PlanOutcome.Planned(Plan plan) -> plan;
      case PlanOutcome.Failed(EngineException failure) -> throw failure;
    };
  }

  <D extends Desired> List<PlanOutcome> all(List<D> desired, Function<D, Wanted> binding) {
    List<Object> items = new ArrayList<>(desired.size());
    Set<String> names = new HashSet<>(Set.of(rules.admin()));
    for (D spec : desired) {
      try {
        Wanted wanted = binding.apply(spec);
        Names.checkRole(wanted.nameField(), wanted.name(), rules.admin());
        UserChecks.check(wanted);
        names.addAll(wanted.names());
        items.add(wanted);
      } catch (EngineException e) {
        items.add(new PlanOutcome.Failed(e));
      }
    }
    Known known = server.run(sql -> new Known(RoleCatalog.read(sql, names), Server.major(sql)));
    RolePlanner planner = new RolePlanner(rules, verifier, known.major());
    return items.stream()
        .map(
            item ->
                item instanceof Wanted wanted
                    ? outcome(planner, wanted, known.roles())
                    : (PlanOutcome) item)
        .toList();
  }

  private record Known(Map<String, RoleState> roles, int major) {}

  private static PlanOutcome outcome(
      RolePlanner planner, Wanted wanted, Map<String, RoleState> roles) {
    try {
      return new PlanOutcome.Planned(planner.plan(wanted, roles));
    } catch (EngineException e) {
      return new PlanOutcome.Failed(e);
    }
  }

  /** Whether a role of that name can be one of ours at all. */
  boolean manageable(String name) {
    try {
      Names.checkRole("", name, rules.admin());
      return true;
    } catch (EngineException e) {
      return false;
    }
  }
}
