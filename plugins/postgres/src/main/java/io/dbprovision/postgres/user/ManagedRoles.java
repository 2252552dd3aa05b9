package io.dbprovision.postgres.user;

import io.dbprovision.postgres.change.ChangeRunner;
import io.dbprovision.postgres.change.Subject;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.postgres.sql.Names;
import io.dbprovision.spi.Applied;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Desired;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.PlanOutcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What logins and roles have in common, which are one thing to PostgreSQL. Plans read all they need
 * in one statement.
 */
abstract class ManagedRoles<D extends Desired> implements Managed<D> {
  private final Server server;
  private final ChangeRunner runner;
  private final RoleRules rules;
  private final RoleCreation creation;
  private final RoleRemoval removal;

  ManagedRoles(Server server, ChangeRunner runner, RoleRules rules, Verifier verifier) {
    this.server = server;
    this.runner = runner;
    this.rules = rules;
    this.creation = new RoleCreation(verifier);
    this.removal = new RoleRemoval(server);
  }

  /**
   * @throws EngineException INVALID, for a block that cannot be bound
   */
  abstract Wanted bind(D spec);

  @Override
  public final Plan plan(D desired) {
    return switch (planAll(List.of(desired)).getFirst()) {
      case PlanOutcome.Planned(Plan plan) -> plan;
      case PlanOutcome.Failed(EngineException failure) -> throw failure;
    };
  }

  @Override
  public List<PlanOutcome> planAll(List<D> desired) {
    List<Object> items = new ArrayList<>(desired.size());
    Set<String> names = new HashSet<>(Set.of(rules.admin()));
    Set<String> joined = new HashSet<>();
    for (D spec : desired) {
      try {
        Names.checkRole(subject(spec).field(), spec.name(), rules.admin());
        Wanted wanted = bind(spec);
        RoleChecks.check(wanted);
        names.addAll(wanted.names());
        joined.addAll(wanted.joined());
        items.add(wanted);
      } catch (EngineException e) {
        items.add(new PlanOutcome.Failed(e));
      }
    }
    Known known =
        server.run(sql -> new Known(RoleCatalog.read(sql, names, joined), Server.major(sql)));
    RolePlanner planner = new RolePlanner(rules, creation, known.major());
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

  private Subject subject(D spec) {
    return Subject.of(Subject.Type.ROLE, spec);
  }

  @Override
  public final Plan removal(D desired, DropMode mode) {
    Subject subject = subject(desired).toRemove();
    try {
      Names.checkRole(subject.field(), desired.name(), rules.admin());
    } catch (EngineException e) {
      return Plan.builder(false).build(); // such a one was never made by us
    }
    return removal.plan(subject, mode);
  }

  @Override
  public final Applied apply(Plan plan, Set<ChangeId> chosen) {
    return runner.apply(plan, chosen);
  }

  @Override
  public final Set<String> names() {
    return server.run(RoleCatalog::names);
  }
}
