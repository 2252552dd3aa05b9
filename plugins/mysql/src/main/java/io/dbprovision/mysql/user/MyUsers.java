package io.dbprovision.mysql.user;

import io.dbprovision.mysql.change.ChangeRunner;
import io.dbprovision.mysql.change.MyChange;
import io.dbprovision.mysql.change.Subject;
import io.dbprovision.mysql.connect.Server;
import io.dbprovision.mysql.record.Records;
import io.dbprovision.mysql.sql.Names;
import io.dbprovision.spi.Applied;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.PlanOutcome;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The users of one server. Thread-safe. */
public final class MyUsers implements Users {
  private final Server server;
  private final ChangeRunner runner;
  private final RandomGenerator random;

  public MyUsers(Server server, ChangeRunner runner, RandomGenerator random) {
    this.server = server;
    this.runner = runner;
    this.random = random;
  }

  static EngineException unsupportedLockOut() {
    return EngineException.of(ErrorKind.UNSUPPORTED, "this server has one rule for all accounts");
  }

  @Override
  public int longestName() {
    return Names.LONGEST_USER;
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
    Set<String> names = new HashSet<>();
    Set<String> roles = new HashSet<>();
    for (UserSpec spec : desired) {
      try {
        Wanted wanted = Wanted.of(spec, server.facts(), server.admin());
        names.add(wanted.name());
        roles.addAll(wanted.memberships().keySet());
        items.add(wanted);
      } catch (EngineException e) {
        items.add(new PlanOutcome.Failed(e));
      }
    }
    Seen seen = names.isEmpty() ? new Seen(Map.of(), Set.of()) : look(names, roles);
    return items.stream()
        .map(item -> item instanceof Wanted wanted ? outcome(wanted, seen) : (PlanOutcome) item)
        .toList();
  }

  /**
   * What the server has of many users.
   *
   * @param roles those that are there, of the ones that are asked for
   */
  private record Seen(Map<String, UserState> states, Set<String> roles) {}

  private Seen look(Set<String> names, Set<String> roles) {
    boolean mariadb = server.facts().mariadb();
    return server.run(
        sql ->
            new Seen(UserState.read(sql, mariadb, names), Joining.existing(sql, mariadb, roles)));
  }

  private PlanOutcome outcome(Wanted wanted, Seen seen) {
    try {
      wanted
          .memberships()
          .forEach(
              (role, field) -> {
                if (!seen.roles().contains(role)) {
                  throw Joining.missing(role, field);
                }
              });
      UserState current = seen.states().get(wanted.name());
      return new PlanOutcome.Planned(current == null ? missing(wanted) : existing(wanted, current));
    } catch (EngineException e) {
      return new PlanOutcome.Failed(e);
    }
  }

  private Plan missing(Wanted wanted) {
    Plan.Builder plan =
        Plan.builder(false)
            .change(
                MyChange.of(wanted.subject(), "username")
                    .id("create")
                    .values(wanted.name(), "")
                    .cause(Cause.MISSING)
                    .build("create the user " + wanted.name(), new UserCreation(wanted, random)));
    claims(wanted, plan);
    return plan.build();
  }

  private Plan existing(Wanted wanted, UserState current) {
    wanted.subject().require(current.recorded());
    Plan.Builder plan = Plan.builder(true);
    UserPlanner.changes(wanted, current, random).forEach(plan::change);
    claims(wanted, plan);
    return plan.build();
  }

  private static void claims(Wanted wanted, Plan.Builder plan) {
    wanted.options().listedHosts().forEach(host -> plan.claim(HostChanges.claim(host)));
    Memberships.claims(wanted).forEach(plan::claim);
  }

  @Override
  public Plan removal(UserSpec desired, DropMode mode) {
    try {
      Names.checkUser("spec.username", desired.name(), server.admin());
    } catch (EngineException e) {
      return Plan.builder(false).build(); // such a one was never made by us
    }
    Subject subject = Subject.of(Records.USERS, desired).toRemove();
    return server
        .run(subject::recorded)
        .map(
            recorded ->
                subject.permits(recorded)
                    ? UserRemoval.plan(subject, recorded.owned(), mode)
                    : Plan.builder(true).build())
        .orElseGet(() -> Plan.builder(false).build());
  }

  @Override
  public Applied apply(Plan plan, Set<ChangeId> chosen) {
    return runner.apply(plan, chosen);
  }

  @Override
  public Set<String> names() {
    return server.run(sql -> UserState.names(sql, server.facts().mariadb()));
  }
}
