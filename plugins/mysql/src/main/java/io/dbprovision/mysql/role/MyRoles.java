package io.dbprovision.mysql.role;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.change.ChangeRunner;
import io.dbprovision.mysql.change.MyChange;
import io.dbprovision.mysql.change.Subject;
import io.dbprovision.mysql.connect.Server;
import io.dbprovision.mysql.grant.Allowed;
import io.dbprovision.mysql.grant.InlineGrants;
import io.dbprovision.mysql.grant.Memberships;
import io.dbprovision.mysql.record.Recorded;
import io.dbprovision.mysql.record.Records;
import io.dbprovision.mysql.sql.Names;
import io.dbprovision.spi.Applied;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.OwnershipRecord;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.PlanOutcome;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.Roles;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The roles of one server. Thread-safe. */
public final class MyRoles implements Roles {
  private static final SqlText OPEN =
      SqlText.of("SELECT Host FROM mysql.user WHERE User = ? AND account_locked <> 'Y'");

  private final Server server;
  private final ChangeRunner runner;
  private final Allowed allowed;
  private final InlineGrants grants;

  public MyRoles(Server server, ChangeRunner runner, Allowed allowed) {
    this.server = server;
    this.runner = runner;
    this.allowed = allowed;
    this.grants = new InlineGrants(server, allowed);
  }

  @Override
  public Plan plan(RoleSpec desired) {
    return switch (planAll(List.of(desired)).getFirst()) {
      case PlanOutcome.Planned(Plan plan) -> plan;
      case PlanOutcome.Failed(EngineException failure) -> throw failure;
    };
  }

  /** What was read for all. */
  private record Reading(Map<String, RoleState> states, Memberships memberships) {}

  @Override
  public List<PlanOutcome> planAll(List<RoleSpec> desired) {
    List<PlanOutcome> outcomes = new ArrayList<>(desired.size());
    List<Wanted> wanted = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (RoleSpec spec : desired) {
      try {
        wanted.add(Wanted.of(spec, server.facts(), server.admin()));
        places.add(outcomes.size());
        outcomes.add(new PlanOutcome.Planned(Plan.builder(false).build())); // its place
      } catch (EngineException e) {
        outcomes.add(new PlanOutcome.Failed(e));
      }
    }
    if (wanted.isEmpty()) {
      return List.copyOf(outcomes);
    }
    Reading reading =
        server.run(
            sql ->
                new Reading(
                    RoleState.read(
                        sql,
                        server.facts().mariadb(),
                        wanted.stream().flatMap(Wanted::names).toList()),
                    Memberships.read(
                        sql,
                        server.facts(),
                        server.admin(),
                        allowed,
                        wanted.stream().map(Wanted::member).toList())));
    List<PlanOutcome> inline = grants.planAll(wanted.stream().map(Wanted::inline).toList());
    for (int i = 0; i < wanted.size(); i++) {
      outcomes.set(places.get(i), outcome(wanted.get(i), reading, inline.get(i)));
    }
    return List.copyOf(outcomes);
  }

  private static PlanOutcome outcome(Wanted wanted, Reading reading, PlanOutcome inline) {
    try {
      RoleState current = reading.states().get(wanted.name());
      Plan.Builder plan = Plan.builder(current != null);
      if (current == null) {
        wanted.requireNobodyBefore(reading.states()::containsKey);
        plan.change(creation(wanted));
      } else {
        existing(wanted, current).forEach(plan::change);
      }
      return switch (inline) {
        case PlanOutcome.Failed _ -> inline;
        case PlanOutcome.Planned(Plan entries) -> {
          reading.memberships().into(wanted.member(), plan);
          entries.changes().forEach(plan::change); // last: the end of them may be refused
          entries.claims().forEach(plan::claim);
          entries.held().forEach(plan::held);
          yield new PlanOutcome.Planned(plan.build());
        }
      };
    } catch (EngineException e) {
      return new PlanOutcome.Failed(e);
    }
  }

  private static MyChange creation(Wanted wanted) {
    return MyChange.of(wanted.subject(), "roleName")
        .id("create")
        .values(wanted.name(), "")
        .cause(Cause.MISSING)
        .build("create the role " + wanted.name(), new RoleCreation(wanted));
  }

  private static List<MyChange> existing(Wanted wanted, RoleState current) {
    wanted.subject().require(current.recorded());
    if (!current.role() || (current.login() && current.password())) {
      throw EngineException.at(
          ErrorKind.CONFLICT,
          wanted.subject().field(),
          "a login of that name is on the server, and no role; choose another name");
    }
    List<MyChange> changes = new ArrayList<>();
    record(wanted, current.recorded(), changes);
    if (current.login() && !wanted.mariadb()) {
      changes.add(
          MyChange.of(wanted.subject(), "login")
              .values(false, true)
              .build("let nobody log in as it", sql -> lock(sql, wanted.name())));
    }
    return changes;
  }

  private static void lock(Sql sql, String name) throws SQLException {
    List<SqlText> open = sql.query(OPEN, row -> MY.account(name, row.getString(1)), name);
    if (!open.isEmpty()) {
      sql.execute(SqlText.of("ALTER USER {} ACCOUNT LOCK", SqlText.join(", ", open)));
    }
  }

  private static void record(Wanted wanted, Recorded recorded, List<MyChange> changes) {
    String asked = wanted.spec().comment();
    String text = asked.isEmpty() ? recorded.comment() : asked;
    boolean ours = wanted.spec().owner().equals(recorded.owner()) && !recorded.intent();
    if (ours && text.equals(recorded.comment())) {
      return;
    }
    MyChange.Builder change =
        ours
            ? MyChange.of(wanted.subject(), "comment").values(text, recorded.comment())
            : MyChange.of(wanted.subject(), OwnershipRecord.CHANGE.value())
                .values(
                    wanted.spec().owner(), recorded.ownerIfAny().map(Object::toString).orElse(""))
                .cause(recorded.owned() && !recorded.intent() ? Cause.DIFFERS : Cause.ABSENT);
    changes.add(
        change.build(
            ours ? "set the comment" : "record who owns it",
            sql -> Records.USERS.confirm(sql, wanted.name(), wanted.spec().owner(), text)));
  }

  @Override
  public Plan removal(RoleSpec desired, DropMode mode) {
    try {
      Names.checkUser(
          Subject.fieldOf(desired), desired.name(), server.admin(), server.facts().longestUser());
    } catch (EngineException e) {
      return Plan.builder(false).build(); // such a one was never made by us
    }
    Subject subject = Subject.ofRole(desired).toRemove();
    boolean mariadb = server.facts().mariadb();
    return server
        .run(subject::recorded)
        .map(
            recorded ->
                subject.permits(recorded)
                    ? RoleRemoval.plan(subject, mariadb, recorded.owned(), mode)
                    : Plan.builder(true).build())
        .orElseGet(() -> Plan.builder(false).build());
  }

  @Override
  public Applied apply(Plan plan, Set<ChangeId> chosen) {
    return runner.apply(plan, chosen);
  }

  @Override
  public Set<String> names() {
    return server.run(sql -> RoleState.names(sql, server.facts().mariadb()));
  }
}
