package io.dbprovision.mysql.grant;

import io.dbprovision.mysql.change.Subject;
import io.dbprovision.mysql.connect.Server;
import io.dbprovision.mysql.record.Recorded;
import io.dbprovision.mysql.record.Records;
import io.dbprovision.mysql.sql.Names;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Provenance;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Plans what any number of manifests give to their grantees: a grant's block, or the entries in a
 * role's. Reads the server in some fifteen statements however many requests there are. Thread-safe.
 */
final class EntryPlanner {
  private final Server server;
  private final Allowed allowed;

  EntryPlanner(Server server, Allowed allowed) {
    this.server = server;
    this.allowed = allowed;
  }

  /** What was read for all. */
  private record Reading(List<Object> items, Catalog catalog, ServerTraits traits) {}

  /**
   * One outcome per request, in the same order.
   *
   * @throws EngineException only for what concerns all, such as UNREACHABLE
   */
  List<EntryOutcome> plan(List<Request> requests) {
    if (requests.isEmpty()) {
      return List.of();
    }
    Reading reading =
        server.run(
            sql -> {
              ServerTraits traits = ServerTraits.read(sql, server.facts());
              List<Object> items =
                  requests.stream()
                      .map(request -> attempt(() -> prepared(request, traits)))
                      .toList();
              Set<String> names = new HashSet<>();
              Set<String> joined = new HashSet<>();
              Set<String> databases = new HashSet<>();
              Set<Target> targets = new HashSet<>();
              for (Object item : items) {
                if (item instanceof Prepared one) {
                  names.add(one.request().grantee());
                  joined.addAll(one.roles());
                  databases.addAll(one.databases());
                  targets.addAll(one.targets());
                }
              }
              Catalog catalog = new Catalog();
              if (!names.isEmpty()) {
                names.add(server.admin());
              }
              CatalogReader.read(sql, traits, catalog, names, joined);
              new PresenceReader(sql, catalog).read(databases, targets);
              return new Reading(items, catalog, traits);
            });
    return reading.items().stream().map(item -> outcome(item, reading)).toList();
  }

  private Prepared prepared(Request request, ServerTraits traits) {
    Names.checkUser(
        request.field(), request.grantee(), server.admin(), traits.facts().longestUser());
    return Prepared.of(request, traits.reader());
  }

  private static Object attempt(Supplier<Object> work) {
    try {
      return work.get();
    } catch (EngineException e) {
      return e;
    }
  }

  private EntryOutcome outcome(Object item, Reading reading) {
    if (item instanceof EngineException failure) {
      return new EntryOutcome.Failed(failure);
    }
    try {
      return new EntryOutcome.Planned(plan((Prepared) item, reading));
    } catch (EngineException e) {
      return new EntryOutcome.Failed(e);
    }
  }

  private EntryPlan plan(Prepared item, Reading reading) {
    Request request = item.request();
    Catalog catalog = reading.catalog();
    boolean there = !catalog.accounts(request.grantee()).isEmpty();
    if (!there && request.removes()) {
      return EntryPlan.nobody();
    }
    if (!there && request.subject() == null) {
      throw EngineException.at(
          ErrorKind.NOT_FOUND,
          request.field(),
          "\"" + request.grantee() + "\" does not exist on the server; it is waited for");
    }
    Allowed here = allowed.on(reading.traits().vocabulary());
    Prepared permitted = item.allowed(new Tenancy(catalog, server.admin(), here, request.asker()));
    GrantChanges changes =
        new GrantChanges(
            subject(request, catalog),
            new Statements(reading.traits().names()),
            new Joining(reading.traits().facts().mariadb()),
            request.removes() ? Cause.REMOVAL : Cause.EXTRA);
    Means means = new Means(catalog, server.admin());
    Account made = reading.traits().newRole(request.grantee());
    return new GranteePlanner(permitted, catalog, changes, means, made).plan();
  }

  /** The grantee is another object's; it must still be the same when the plan is applied. */
  private static Subject subject(Request request, Catalog catalog) {
    if (request.subject() != null) {
      return request.subject();
    }
    Recorded recorded = catalog.user(request.grantee());
    return new Subject(
        Records.USERS,
        request.grantee(),
        recorded.ownerIfAny().orElse(request.asker()),
        Provenance.witnessedBefore(),
        request.field());
  }
}
