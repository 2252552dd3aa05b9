package io.dbprovision.mysql.database;

import io.dbprovision.mysql.change.ChangeRunner;
import io.dbprovision.mysql.change.MyChange;
import io.dbprovision.mysql.change.Subject;
import io.dbprovision.mysql.connect.Server;
import io.dbprovision.mysql.record.Records;
import io.dbprovision.mysql.sql.Names;
import io.dbprovision.spi.Applied;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.Databases;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.PlanOutcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The databases of one server. Thread-safe. */
public final class MyDatabases implements Databases {
  private final Server server;
  private final ChangeRunner runner;

  public MyDatabases(Server server, ChangeRunner runner) {
    this.server = server;
    this.runner = runner;
  }

  @Override
  public Plan plan(DatabaseSpec desired) {
    return switch (planAll(List.of(desired)).getFirst()) {
      case PlanOutcome.Planned(Plan plan) -> plan;
      case PlanOutcome.Failed(EngineException failure) -> throw failure;
    };
  }

  @Override
  public List<PlanOutcome> planAll(List<DatabaseSpec> desired) {
    List<Object> items = new ArrayList<>(desired.size());
    Set<String> names = new HashSet<>();
    for (DatabaseSpec spec : desired) {
      try {
        Wanted wanted = Wanted.of(spec, server.facts());
        names.add(wanted.name());
        items.add(wanted);
      } catch (EngineException e) {
        items.add(new PlanOutcome.Failed(e));
      }
    }
    Map<String, DatabaseState> states =
        names.isEmpty() ? Map.of() : server.run(sql -> DatabaseState.read(sql, names));
    return items.stream()
        .map(item -> item instanceof Wanted wanted ? outcome(wanted, states) : (PlanOutcome) item)
        .toList();
  }

  private PlanOutcome outcome(Wanted wanted, Map<String, DatabaseState> states) {
    try {
      DatabaseState current = states.get(wanted.name());
      return new PlanOutcome.Planned(current == null ? missing(wanted) : existing(wanted, current));
    } catch (EngineException e) {
      return new PlanOutcome.Failed(e);
    }
  }

  private Plan missing(Wanted wanted) {
    return Plan.builder(false)
        .change(
            MyChange.of(wanted.subject(), "database")
                .id("create")
                .values(wanted.name(), "")
                .cause(Cause.MISSING)
                .build(
                    "create the database " + wanted.name(), new DatabaseCreation(server, wanted)))
        .build();
  }

  private static Plan existing(Wanted wanted, DatabaseState current) {
    wanted.subject().require(current.recorded());
    Plan.Builder plan = Plan.builder(true);
    DatabasePlanner.changes(wanted, current).forEach(plan::change);
    return plan.fact("name", current.name())
        .fact("sizeBytes", current.sizeBytes())
        .sectionFact("charset", current.charset())
        .sectionFact("collation", current.collation())
        .build();
  }

  @Override
  public Plan removal(DatabaseSpec desired, DropMode mode) {
    try {
      Names.checkDatabase("spec.name", desired.name());
    } catch (EngineException e) {
      return Plan.builder(false).build(); // such a one was never made by us
    }
    Subject subject = Subject.of(Records.DATABASES, desired).toRemove();
    return server
        .run(subject::recorded)
        .map(
            recorded ->
                subject.permits(recorded)
                    ? DatabaseRemoval.plan(server, subject, recorded.owned(), mode)
                    : Plan.builder(true).build())
        .orElseGet(() -> Plan.builder(false).build());
  }

  @Override
  public Applied apply(Plan plan, Set<ChangeId> chosen) {
    return runner.apply(plan, chosen);
  }

  @Override
  public Set<String> names() {
    return server.run(DatabaseState::names);
  }
}
