package io.dbprovision.postgres.grant;

import io.dbprovision.postgres.user.RoleState;
import io.dbprovision.spi.EngineException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was read of a server: things, and who of the grantees asked about holds what on them. Filled
 * once and read then; for one thread.
 */
final class Catalog {
  private final Map<Place, Map<String, Set<Thing>>> things = new HashMap<>();
  private final Map<Thing, Map<String, List<Holding>>> holdings = new HashMap<>();
  private final Map<String, Set<Thing>> memberships = new HashMap<>();
  private final Map<String, DatabaseFacts> databases = new HashMap<>();
  private final Map<String, EngineException> unread = new HashMap<>();
  private final Map<String, RoleState> roles = new HashMap<>();
  private final Set<String> givable = new HashSet<>();

  private record Place(Sort sort, String database, String schema, String table) {
    static Place of(Target target) {
      String table = target.sort() == Sort.COLUMN ? target.name() : "";
      return new Place(target.sort(), target.database(), target.schema(), table);
    }
  }

  /**
   * @param aliases further names under which a manifest may mean it
   */
  void add(Thing thing, Collection<String> aliases) {
    Map<String, Set<Thing>> place =
        things.computeIfAbsent(Place.of(thing.target()), key -> new HashMap<>());
    Target target = thing.target();
    String name = target.sort() == Sort.COLUMN ? target.column() : target.name();
    Stream.concat(Stream.of(name), aliases.stream())
        .forEach(key -> place.computeIfAbsent(key, any -> new LinkedHashSet<>()).add(thing));
  }

  void hold(Thing thing, String grantee, Holding holding) {
    holdings
        .computeIfAbsent(thing, key -> new HashMap<>())
        .computeIfAbsent(grantee, key -> new ArrayList<>())
        .add(holding);
    if (thing.sort() == Sort.ROLE) {
      memberships.computeIfAbsent(grantee, key -> new LinkedHashSet<>()).add(thing);
    }
  }

  void database(String name, DatabaseFacts facts) {
    databases.put(name, facts);
    add(Thing.of(Target.database(name), facts.owner()), List.of());
  }

  @Nullable DatabaseFacts database(String name) {
    return databases.get(name);
  }

  /** The inside of that database could not be read. */
  void unread(String database, EngineException failure) {
    unread.put(database, failure);
  }

  @Nullable EngineException unread(String database) {
    return unread.get(database);
  }

  void roles(Map<String, RoleState> states) {
    roles.putAll(states);
  }

  Map<String, RoleState> roles() {
    return roles;
  }

  /** Roles that the operator's login may make somebody a member of. */
  Set<String> givable() {
    return givable;
  }

  /** What is meant; empty when nothing of that name, or nothing of the pattern, is there. */
  List<Thing> match(Target target) {
    Sort sort = target.sort();
    if (sort == Sort.ROUTINE) {
      return Stream.of(Sort.FUNCTION, Sort.PROCEDURE)
          .flatMap(
              one ->
                  match(new Target(one, target.database(), target.schema(), target.name(), ""))
                      .stream())
          .toList();
    }
    if (sort == Sort.ROLE) {
      return roles.containsKey(target.name()) ? List.of(Thing.of(target, "")) : List.of();
    }
    if (sort.isDefault()) {
      return home(target) && roles.containsKey(target.name())
          ? List.of(Thing.of(target, target.name()))
          : List.of();
    }
    Map<String, Set<Thing>> place = things.getOrDefault(Place.of(target), Map.of());
    if (target.pattern()) {
      return place.values().stream().flatMap(Set::stream).distinct().toList();
    }
    String name = sort == Sort.COLUMN ? target.column() : target.name();
    return List.copyOf(place.getOrDefault(name, Set.of()));
  }

  /** Whether the database and the schema are there that it is, or would be, in. */
  boolean home(Target target) {
    if (target.sort() == Sort.ROLE) {
      return true;
    }
    DatabaseFacts facts = databases.get(target.database());
    return facts != null
        && (!target.sort().inside() || facts.connectable())
        && (!target.sort().inSchema()
            || !match(Target.schema(target.database(), target.schema())).isEmpty());
  }

  /** The columns of a table that somebody holds something on, or that were asked about. */
  List<Thing> columns(Target table) {
    Place place = new Place(Sort.COLUMN, table.database(), table.schema(), table.name());
    return things.getOrDefault(place, Map.of()).values().stream().flatMap(Set::stream).toList();
  }

  List<Holding> held(Thing thing, String grantee) {
    return holdings.getOrDefault(thing, Map.of()).getOrDefault(grantee, List.of());
  }

  /** The roles that it is directly a member of. */
  Set<Thing> memberships(String grantee) {
    return memberships.getOrDefault(grantee, Set.of());
  }

  /** Whether memberships of that role pass on privileges unless something else is said. */
  boolean inherits(String role) {
    RoleState state = roles().get(role);
    return state == null || state.inherits();
  }
}
