package io.dbprovision.mysql.user;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.mysql.change.ChangeRunner;
import io.dbprovision.mysql.change.MyChange;
import io.dbprovision.mysql.change.Subject;
import io.dbprovision.mysql.connect.Server;
import io.dbprovision.mysql.grant.Allowed;
import io.dbprovision.mysql.grant.Memberships;
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
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The users of one server. Thread-safe. */
public final class MyUsers implements Users {
  private final Server server;
  private final ChangeRunner runner;
  private final RandomGenerator random;
  private final Allowed allowed;
  private final DefinedNames defined;

  public MyUsers(
      Server server,
      ChangeRunner runner,
      RandomGenerator random,
      InstantSource clock,
      Allowed allowed) {
    this.server = server;
    this.runner = runner;
    this.random = random;
    this.allowed = allowed;
    this.defined = new DefinedNames(clock);
  }

  static EngineException unsupportedLockOut() {
    return EngineException.of(ErrorKind.UNSUPPORTED, "this server has one rule for all accounts");
  }

  /** What was read for all. */
  private record Reading(
      Map<String, UserState> states, Set<String> roles, Memberships memberships) {}

  @Override
  public int longestName() {
    return server.facts().longestUser();
  }

  /** MySQL can since before the oldest version that is served, MariaDB cannot. */
  @Override
  public boolean keepsReplacedPasswords() {
    return !server.facts().mariadb();
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
    List<Wanted> all = new ArrayList<>();
    for (UserSpec spec : desired) {
      try {
        Wanted wanted = Wanted.of(spec, server.facts(), server.admin());
        all.add(wanted);
        items.add(wanted);
      } catch (EngineException e) {
        items.add(new PlanOutcome.Failed(e));
      }
    }
    if (all.isEmpty()) {
      return items.stream().map(PlanOutcome.class::cast).toList();
    }
    Reading reading = server.run(sql -> read(sql, all));
    return items.stream()
        .map(item -> item instanceof Wanted wanted ? outcome(wanted, reading) : (PlanOutcome) item)
        .toList();
  }

  private Reading read(Sql sql, List<Wanted> all) throws SQLException {
    List<String> names = all.stream().map(Wanted::name).distinct().toList();
    boolean mariadb = server.facts().mariadb();
    Map<String, UserState> states = UserState.read(sql, mariadb, names);
    boolean complete = states.keySet().containsAll(names);
    return new Reading(
        states,
        mariadb && !complete ? UserState.roles(sql, names) : Set.of(),
        Memberships.read(
            sql,
            server.facts(),
            server.admin(),
            allowed,
            all.stream().map(Wanted::member).toList()));
  }

  private PlanOutcome outcome(Wanted wanted, Reading reading) {
    try {
      UserState current = reading.states().get(wanted.name());
      Plan.Builder plan = current == null ? missing(wanted, reading) : existing(wanted, current);
      claims(wanted, plan);
      reading.memberships().into(wanted.member(), plan);
      return new PlanOutcome.Planned(plan.build());
    } catch (EngineException e) {
      return new PlanOutcome.Failed(e);
    }
  }

  private Plan.Builder missing(Wanted wanted, Reading reading) {
    if (reading.roles().contains(wanted.name())) {
      throw EngineException.at(
          ErrorKind.CONFLICT,
          wanted.subject().field(),
          "a role of that name is on the server, and no login; choose another name");
    }
    return Plan.builder(false)
        .change(
            MyChange.of(wanted.subject(), "username")
                .id("create")
                .values(wanted.name(), "")
                .cause(Cause.MISSING)
                .build(
                    "create the user " + wanted.name(), new UserCreation(wanted, random, defined)));
  }

  private Plan.Builder existing(Wanted wanted, UserState current) {
    wanted.subject().require(current.recorded());
    Plan.Builder plan = Plan.builder(true);
    UserPlanner.changes(wanted, current, random).forEach(plan::change);
    return plan;
  }

  private static void claims(Wanted wanted, Plan.Builder plan) {
    wanted.options().listedHosts().forEach(host -> plan.claim(HostChanges.claim(host)));
    wanted
        .requirement()
        .filter(Requirement::specified)
        .ifPresent(_ -> plan.claim(UserPlanner.SPECIFIED));
    for (Aging aging : Aging.values()) {
      if (aging.asked(wanted.options()) != null
          && (aging.everywhere || !wanted.facts().mariadb())) {
        plan.claim(aging.claim());
      }
    }
  }

  @Override
  public Plan removal(UserSpec desired, DropMode mode) {
    try {
      Names.checkUser(
          "spec.username", desired.name(), server.admin(), server.facts().longestUser());
    } catch (EngineException e) {
      return Plan.builder(false).build(); // such a one was never made by us
    }
    Subject subject = Subject.of(Records.USERS, desired).toRemove();
    boolean mariadb = server.facts().mariadb();
    UserState current =
        server
            .run(sql -> UserState.read(sql, mariadb, List.of(desired.name())))
            .get(desired.name());
    if (current == null) {
      return Plan.builder(false).build();
    }
    return subject.permits(current.recorded())
        ? new UserRemoval(subject, mariadb, UserRemoval.hosts(desired)).plan(current, mode)
        : Plan.builder(true).build();
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
