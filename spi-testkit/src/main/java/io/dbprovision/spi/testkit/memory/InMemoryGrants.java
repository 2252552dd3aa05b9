package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.Applied;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.GrantSpec;
import io.dbprovision.spi.Grants;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.PlanOutcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/** Privileges on databases, and memberships, as attributes of the login or role that holds them. */
final class InMemoryGrants implements Grants {
  private final InMemoryServer server;
  private final Consumer<Operation> called;

  InMemoryGrants(InMemoryServer server, Consumer<Operation> called) {
    this.server = server;
    this.called = called;
  }

  @Override
  public Plan plan(GrantSpec desired) {
    called.accept(Operation.PLAN);
    return planned(desired);
  }

  @Override
  public List<PlanOutcome> planAll(List<GrantSpec> desired) {
    called.accept(Operation.PLAN_ALL);
    List<PlanOutcome> outcomes = new ArrayList<>();
    for (GrantSpec item : desired) {
      try {
        outcomes.add(new PlanOutcome.Planned(planned(item)));
      } catch (EngineException e) {
        outcomes.add(new PlanOutcome.Failed(e));
      }
    }
    return outcomes;
  }

  private Plan planned(GrantSpec desired) {
    boolean role = desired.grantee().kind().equals(Kind.ROLE);
    String field = role ? "spec.roleRef" : "spec.userRef";
    MemoryNames.check(field, desired.name());
    StoredObject grantee = grantees(desired).get(desired.name());
    if (grantee == null) {
      throw EngineException.at(
          ErrorKind.NOT_FOUND, field, desired.name() + " does not exist; it is waited for");
    }
    return new GrantPlanner(server, desired, grantees(desired)).plan(grantee);
  }

  @Override
  public Plan removal(GrantSpec desired, DropMode mode) {
    called.accept(Operation.REMOVAL);
    StoredObject grantee = grantees(desired).get(desired.name());
    if (grantee == null || (mode != DropMode.DROP && mode != DropMode.FORCE)) {
      return Plan.builder(grantee != null).build();
    }
    return new GrantPlanner(server, desired, grantees(desired)).removal(grantee);
  }

  @Override
  public Applied apply(Plan plan, Set<ChangeId> chosen) {
    called.accept(Operation.APPLY);
    return MemoryChange.apply(plan, chosen);
  }

  @Override
  public Set<String> names() {
    called.accept(Operation.NAMES);
    Set<String> names = new HashSet<>(server.users().keySet());
    names.addAll(server.roles().keySet());
    return names;
  }

  private ConcurrentMap<String, StoredObject> grantees(GrantSpec desired) {
    return desired.grantee().kind().equals(Kind.ROLE) ? server.roles() : server.users();
  }
}
