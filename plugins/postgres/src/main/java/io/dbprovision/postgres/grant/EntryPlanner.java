package io.dbprovision.postgres.grant;

import io.dbprovision.postgres.change.Subject;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.postgres.grant.EntryRequest.Purpose;
import io.dbprovision.postgres.user.RoleRules;
import io.dbprovision.postgres.user.RoleState;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Provenance;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Plans what any number of manifests give to their grantees: a grant's block, or the entries in a
 * role's. Reads the server-wide catalog in three statements and each database in question in at
 * most five, on one short connection, however many requests there are. Thread-safe.
 */
public final class EntryPlanner {
  private final Server server;
  private final RoleRules rules;

  public EntryPlanner(Server server, RoleRules rules) {
    this.server = server;
    this.rules = rules;
  }

  /**
   * One outcome per request, in the same order.
   *
   * @throws EngineException only for what concerns all, such as UNREACHABLE
   */
  public List<EntryOutcome> plan(List<EntryRequest> requests) {
    if (requests.isEmpty()) {
      return List.of();
    }
    int major = server.run(Server::major);
    ManifestReader reader = new ManifestReader(server.database(), major);
    List<Object> items = new ArrayList<>(requests.size());
    for (EntryRequest request : requests) {
      items.add(attempt(() -> Prepared.of(request, reader)));
    }
    Catalog catalog = new Catalog();
    readCluster(prepared(items), catalog);
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) instanceof Prepared one) {
        items.set(i, attempt(() -> one.allowed(catalog, tenancy(one))));
      }
    }
    readDatabases(prepared(items), catalog);
    List<EntryOutcome> outcomes =
        items.stream().map(item -> outcome(item, catalog, major)).toList();
    leave(items, outcomes);
    return outcomes;
  }

  /** Where nothing is to be changed, nobody comes back. */
  private void leave(List<Object> items, List<EntryOutcome> outcomes) {
    if (items.getFirst() instanceof Prepared one
        && (!(outcomes.getFirst() instanceof EntryOutcome.Planned(EntryPlan plan))
            || plan.changes().isEmpty())) {
      one.databases().forEach(server::leave);
    }
  }

  private Tenancy tenancy(Prepared one) {
    return new Tenancy(rules, one.request().asker());
  }

  private static List<Prepared> prepared(List<Object> items) {
    return items.stream().filter(Prepared.class::isInstance).map(Prepared.class::cast).toList();
  }

  private interface Attempt {
    Object run();
  }

  private static Object attempt(Attempt work) {
    try {
      return work.run();
    } catch (EngineException e) {
      return e;
    }
  }

  private void readCluster(List<Prepared> items, Catalog catalog) {
    Set<String> databases = new HashSet<>();
    Set<String> grantees = new HashSet<>();
    Set<String> roles = new HashSet<>();
    for (Prepared item : items) {
      databases.addAll(item.databases());
      grantees.add(item.request().grantee());
      roles.addAll(item.roles());
    }
    if (!items.isEmpty()) {
      ClusterReader reader = new ClusterReader(rules.admin(), databases, grantees, roles);
      server.run(
          sql -> {
            reader.read(sql, catalog);
            return true;
          });
    }
  }

  private void readDatabases(List<Prepared> items, Catalog catalog) {
    Map<String, Set<Target>> inside = new TreeMap<>();
    Map<String, Set<String>> grantees = new TreeMap<>();
    for (Prepared item : items) {
      String grantee = item.request().grantee();
      if (!catalog.roles().containsKey(grantee) && item.request().subject() == null) {
        continue;
      }
      for (Target target : item.targets()) {
        DatabaseFacts facts = catalog.database(target.database());
        if (target.sort().inside() && facts != null && facts.connectable()) {
          inside.computeIfAbsent(target.database(), key -> new HashSet<>()).add(target);
          grantees.computeIfAbsent(target.database(), key -> new HashSet<>()).add(grantee);
        }
      }
    }
    inside.forEach(
        (database, targets) -> {
          DatabaseReader reader =
              new DatabaseReader(
                  database,
                  DatabaseReader.Needs.of(targets),
                  Objects.requireNonNull(grantees.get(database)),
                  catalog);
          try {
            if (items.size() == 1 && inside.size() == 1) {
              server.stayIn(database, reader::read);
            } else {
              server.runIn(database, reader::read);
            }
          } catch (EngineException e) {
            catalog.unread(database, e);
          }
        });
  }

  private EntryOutcome outcome(Object item, Catalog catalog, int major) {
    if (item instanceof EngineException failure) {
      return new EntryOutcome.Failed(failure);
    }
    try {
      return new EntryOutcome.Planned(plan((Prepared) item, catalog, major));
    } catch (EngineException e) {
      return new EntryOutcome.Failed(e);
    }
  }

  private EntryPlan plan(Prepared item, Catalog catalog, int major) {
    EntryRequest request = item.request();
    boolean removal = request.purpose() == Purpose.REMOVE;
    RoleState grantee = catalog.roles().get(request.grantee());
    if (grantee == null && removal) {
      return EntryPlan.nobody();
    }
    if (grantee == null && request.subject() == null) {
      throw EngineException.at(
          ErrorKind.NOT_FOUND,
          request.field(),
          "the role \"" + request.grantee() + "\" does not exist on the server; it is waited for");
    }
    requireRead(item, catalog);
    GrantChanges changes =
        new GrantChanges(
            request.grantee(),
            request.subject() != null
                ? request.subject()
                : subject(request, Objects.requireNonNull(grantee)),
            catalog,
            new Acting(catalog, rules.admin(), major, request.asker()),
            removal ? Cause.REMOVAL : Cause.EXTRA,
            request.cascade());
    return new GranteePlanner(item, catalog, changes, tenancy(item)).plan();
  }

  /** The grantee is another object's; it must still be the same when the plan is applied. */
  private static Subject subject(EntryRequest request, RoleState grantee) {
    Owner recorded = grantee.remark().owner().orElse(request.asker());
    return new Subject(
        Subject.Type.ROLE,
        request.grantee(),
        recorded,
        Provenance.witnessedBefore(),
        request.field());
  }

  private static void requireRead(Prepared item, Catalog catalog) {
    Stream<Target> recorded = item.recorded().stream().map(GrantClaim::target);
    Stream<Target> asked = item.asked().wishes().stream().map(wish -> wish.claim().target());
    Stream.concat(asked, recorded)
        .filter(target -> target.sort().inside())
        .map(Target::database)
        .distinct()
        .forEach(
            database -> {
              EngineException failure = catalog.unread(database);
              if (failure != null) {
                throw charged(failure, field(item, database));
              }
            });
  }

  private static String field(Prepared item, String database) {
    return item.asked().wishes().stream()
        .filter(wish -> wish.claim().target().database().equals(database))
        .map(wish -> wish.entry() + ".database")
        .findFirst()
        .orElse(item.request().field());
  }

  /** The connection's complaint is about another manifest's field. */
  private static EngineException charged(EngineException failure, String field) {
    String message = String.valueOf(failure.getMessage());
    String prefix = failure.path().map(path -> path + ": ").orElse("");
    return EngineException.at(
            failure.kind(),
            field,
            message.startsWith(prefix) ? message.substring(prefix.length()) : message)
        .causedBy(failure);
  }
}
