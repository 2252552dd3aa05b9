package io.dbprovision.postgres.database;

import io.dbprovision.postgres.change.ChangeRunner;
import io.dbprovision.postgres.change.PgChange;
import io.dbprovision.postgres.change.Subject;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.postgres.sql.Names;
import io.dbprovision.postgres.user.RoleCatalog;
import io.dbprovision.postgres.user.RoleRules;
import io.dbprovision.spi.Applied;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.Databases;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.PlanOutcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Databases of one server. Planning reads the server-wide catalog in two statements however many
 * there are, and connects only to those databases whose inside is asked about.
 */
public final class PgDatabases implements Databases {
  private final Server server;
  private final ChangeRunner runner;
  private final RoleRules rules;

  public PgDatabases(Server server, ChangeRunner runner, RoleRules rules) {
    this.server = server;
    this.runner = runner;
    this.rules = rules;
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
    Set<String> databases = new HashSet<>();
    Set<String> owners = new HashSet<>();
    Set<String> joined = new HashSet<>();
    for (DatabaseSpec spec : desired) {
      try {
        Wanted wanted = Wanted.of(spec);
        databases.add(wanted.name());
        databases.add(wanted.options().templateName());
        owners.addAll(wanted.lookups());
        joined.addAll(wanted.roles().keySet());
        joined.addAll(spec.groups().values());
        items.add(wanted);
      } catch (EngineException e) {
        items.add(new PlanOutcome.Failed(e));
      }
    }
    Known known =
        server.run(
            sql -> {
              Map<String, DatabaseState> states = DatabaseState.read(sql, databases);
              owners.addAll(actingFor(items, states));
              return new Known(
                  states,
                  new Roles(
                      owners.isEmpty() ? Map.of() : RoleCatalog.readUsable(sql, owners, joined),
                      rules.admin(),
                      Server.major(sql)));
            });
    return items.stream()
        .map(item -> item instanceof Wanted wanted ? outcome(wanted, known) : (PlanOutcome) item)
        .toList();
  }

  /** What everybody may do, and default privileges, are given by the owner that is there. */
  private static Set<String> actingFor(List<Object> items, Map<String, DatabaseState> states) {
    Set<String> owners = new HashSet<>();
    for (Object item : items) {
      if (item instanceof Wanted wanted
          && (PublicRights.concern(wanted) || !wanted.options().defaultPrivileges().isEmpty())) {
        DatabaseState current = states.get(wanted.name());
        if (current != null) {
          owners.add(current.owner());
        }
      }
    }
    return owners;
  }

  private record Known(Map<String, DatabaseState> databases, Roles roles) {}

  private PlanOutcome outcome(Wanted wanted, Known known) {
    try {
      return new PlanOutcome.Planned(plan(wanted.actingAsGroups(known.roles().states()), known));
    } catch (EngineException e) {
      return new PlanOutcome.Failed(e);
    }
  }

  private Plan plan(Wanted wanted, Known known) {
    DatabaseState current = known.databases().get(wanted.name());
    if (current != null) {
      wanted.subject().require(current.remark());
    }
    wanted
        .roles()
        .forEach(
            (role, field) -> {
              // the operator's own login is who owns a database that names nobody
              if (!role.equals(rules.admin())) {
                // scripts run as the owner; nothing does as who owns a schema only
                boolean held =
                    current != null
                        && (!field.equals("spec.owner") || current.owner().equals(role));
                rules.check(
                    field, role, known.roles().states().get(role), wanted.spec().owner(), held);
              }
            });
    wanted
        .grantees()
        .forEach(
            (role, field) -> {
              if (!known.roles().states().containsKey(role)) {
                throw EngineException.at(
                    ErrorKind.NOT_FOUND,
                    field,
                    "the role \"" + role + "\" does not exist on the server; it is waited for");
              }
            });
    wanted.pair().ifPresent(pair -> OwnershipChanges.check(wanted, pair, known.roles()));
    if (current == null) {
      TemplateRule.check(wanted, known.databases().get(wanted.options().templateName()));
    }
    return current == null
        ? missing(wanted, known.roles())
        : existing(wanted, current, known.roles());
  }

  private Plan missing(Wanted wanted, Roles roles) {
    Plan.Builder plan = Plan.builder(false);
    plan.change(
        PgChange.of(wanted.subject(), "database")
            .id("create")
            .values(wanted.name(), "")
            .cause(Cause.MISSING)
            .build("create the database " + wanted.name(), new DatabaseCreation(wanted, roles)));
    wanted
        .pair()
        .ifPresent(pair -> OwnershipChanges.of(wanted, pair, roles, true).forEach(plan::change));
    String owner = wanted.owner().orElse(rules.admin());
    if (wanted.asksInside()) {
      InsideChanges.of(wanted, Inside.nothing(), roles, owner).forEach(plan::change);
      defaults(wanted, Inside.nothing(), roles, owner).changes().forEach(plan::change);
      PublicRights.ofNewSchema(wanted, owner, roles).forEach(plan::change);
    }
    PublicRights.ofNewDatabase(wanted, owner, roles).forEach(plan::change);
    return plan.build();
  }

  private Plan existing(Wanted wanted, DatabaseState current, Roles roles) {
    if (current.broken()) {
      throw EngineException.at(
          ErrorKind.CONFLICT,
          "spec.name",
          wanted.subject().title()
              + " was left unusable by a removal that was interrupted; drop it by hand");
    }
    Plan.Builder plan = Plan.builder(true);
    boolean within = wanted.asksInside() && current.connectable();
    Inside inside = within ? server.runIn(wanted.name(), Inside::read) : Inside.nothing();
    List<PgChange> followers = SchemaOwners.followers(wanted, current.owner(), inside, roles);
    DatabasePlanner.changes(wanted, current, roles, followers).forEach(plan::change);
    plan.fact("name", current.name()).fact("owner", current.owner());
    if (current.sizeBytes() != null) {
      plan.fact("sizeBytes", current.sizeBytes());
    }
    plan.sectionFact("encoding", current.encoding()).sectionFact("collation", current.collate());
    if (within) {
      String owner = wanted.owner().orElse(current.owner());
      InsideChanges.of(wanted, inside, roles, owner).forEach(plan::change);
      DefaultGrantChanges defaults = defaults(wanted, inside, roles, owner);
      defaults.changes().forEach(plan::change);
      defaults.claims().forEach(plan::claim);
      PublicRights.ofSchema(wanted, inside.everybody(), roles, current.owner())
          .forEach(plan::change);
      plan.sectionFact("installedExtensions", inside.installedExtensions());
      plan.sectionFact("schemas", List.copyOf(inside.schemas().keySet()));
    } else {
      // what cannot be looked at stays on record
      wanted.recordedDefaults().forEach(right -> plan.claim(right.claim()));
      PublicRights.unseenClaims(wanted).forEach(plan::claim);
    }
    PublicRights.claims(wanted).forEach(plan::claim);
    Plan found = plan.build();
    wanted
        .pair()
        .ifPresent(
            pair ->
                plan.sectionFact(
                    "ownership",
                    Map.of(
                        "roleName", pair.role(),
                        "userName", pair.user(),
                        "phase", found.isEmpty() ? "Ready" : "Pending")));
    return plan.build();
  }

  private DefaultGrantChanges defaults(Wanted wanted, Inside inside, Roles roles, String owner) {
    return DefaultGrantChanges.of(wanted, inside, roles, owner, server.database());
  }

  @Override
  public Plan removal(DatabaseSpec desired, DropMode mode) {
    try {
      Names.checkDatabase("spec.name", desired.name());
    } catch (EngineException e) {
      return Plan.builder(false).build(); // such a one was never made by us
    }
    Subject subject = Subject.of(Subject.Type.DATABASE, desired).toRemove();
    DatabaseState current =
        server.run(sql -> DatabaseState.read(sql, Set.of(desired.name()))).get(desired.name());
    boolean dropping = mode == DropMode.DROP || mode == DropMode.FORCE;
    if (current == null) {
      return dropping
          ? server.run(sql -> PairRemoval.leftBehind(sql, desired))
          : Plan.builder(false).build();
    }
    if (!subject.permits(current.remark())) {
      return Plan.builder(true).build();
    }
    Plan.Builder plan = DatabaseRemoval.plan(subject, current.remark(), current.template(), mode);
    if (dropping) {
      PairRemoval.changes(desired).forEach(plan::change);
    }
    return plan.build();
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
