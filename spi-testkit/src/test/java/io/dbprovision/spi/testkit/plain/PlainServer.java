package io.dbprovision.spi.testkit.plain;

import io.dbprovision.spi.ManagedObjects.Seen;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.testkit.ServerHand;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.UnaryOperator;

/** Databases and logins in maps. */
final class PlainServer {
  final ConcurrentMap<String, Seen<State>> databases = new ConcurrentHashMap<>();
  final ConcurrentMap<String, Seen<State>> users = new ConcurrentHashMap<>();

  /**
   * @param password empty for a database
   * @param grants as {@code database:privilege}
   */
  record State(String limit, SecretText password, Set<String> grants) {
    static final State NEW = new State("", SecretText.of(""), Set.of());

    State {
      grants = Set.copyOf(grants);
    }

    State withLimit(String other) {
      return new State(other, password, grants);
    }

    State withPassword(SecretText other) {
      return new State(limit, other, grants);
    }

    State with(String grant) {
      Set<String> more = new TreeSet<>(grants);
      more.add(grant);
      return new State(limit, password, more);
    }

    State without(String grant) {
      Set<String> fewer = new TreeSet<>(grants);
      fewer.remove(grant);
      return new State(limit, password, fewer);
    }
  }

  static void change(Map<String, Seen<State>> objects, String name, UnaryOperator<State> changed) {
    objects.computeIfPresent(
        name, (key, was) -> new Seen<>(changed.apply(was.state()), was.owner(), was.comment()));
  }

  /** Reaches the objects past the engine. */
  record Hand(ConcurrentMap<String, Seen<State>> objects) implements ServerHand {
    @Override
    public void create(String name) {
      State state = new State("7", SecretText.of("by-hand"), Set.of());
      objects.put(name, new Seen<>(state, null, "made by hand"));
    }

    @Override
    public boolean exists(String name) {
      return objects.containsKey(name);
    }

    @Override
    public String describe(String name) {
      Seen<State> seen = objects.get(name);
      return seen == null
          ? ""
          : new TreeMap<>(
                  Map.of(
                      "limit",
                      seen.state().limit(),
                      "password",
                      seen.state().password().reveal(),
                      "comment",
                      seen.comment()))
              .toString();
    }

    @Override
    public void spoil(String name) {
      change(objects, name, state -> state.withLimit("99"));
    }

    @Override
    public void drop(String name) {
      objects.remove(name);
    }
  }
}
