package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.testkit.memory.InMemoryEngine;
import io.dbprovision.spi.testkit.memory.InMemoryServer;
import io.dbprovision.spi.testkit.memory.Operation;
import io.dbprovision.spi.testkit.memory.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Two databases, two logins, and what they are given. */
final class GrantWorld {
  static final ResourceKey GRANT = World.key(CustomKind.GRANT, "reading");
  static final ResourceKey FAR_INSTANCE = World.key(CustomKind.INSTANCE, "far");

  final World world = World.withInstance();
  TestOperator operator = new TestOperator(world);

  GrantWorld() {
    Stream.of("one", "two")
        .forEach(
            name -> {
              operator.apply(World.key(CustomKind.DATABASE, name), Specs.database(name));
              operator.apply(World.key(CustomKind.USER, name), Specs.user(name));
            });
  }

  /** What gives these privileges on databases, as {@code database:privilege}, to the user. */
  static Map<String, Object> to(String user, String... entries) {
    return to(Map.of("name", user), entries);
  }

  static Map<String, Object> to(Map<String, Object> userRef, String... entries) {
    List<Map<String, Object>> grants =
        Stream.of(entries)
            .map(entry -> List.of(entry.split(":", 2)))
            .map(
                entry ->
                    Map.<String, Object>of(
                        "on", entry.getFirst(), "privileges", List.of(entry.getLast())))
            .toList();
    return Map.of(
        "userRef", userRef, "deletionProtection", false, "memory", Map.of("grants", grants));
  }

  /** What the login holds on databases, sorted. */
  Set<String> held(String login) {
    return held(world.server(), login);
  }

  static Set<String> held(InMemoryServer server, String login) {
    StoredObject stored = Objects.requireNonNull(server.users().get(login));
    return stored.attributes().keySet().stream()
        .filter(attribute -> attribute.startsWith("grants."))
        .map(attribute -> attribute.substring("grants.".length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What the login holds before each change that is made on the server from now on. */
  List<Set<String>> seen(String login) {
    List<Set<String>> seen = new ArrayList<>();
    world
        .server()
        .intercept(
            operation -> {
              if (operation == Operation.APPLY) {
                seen.add(held(login));
              }
            });
    return seen;
  }

  void byHand(String login, String entry) {
    world
        .server()
        .users()
        .computeIfPresent(login, (name, stored) -> stored.withAttribute("grants." + entry, true));
  }

  /** The process is killed, and another one takes over. */
  void restart() {
    operator.kill();
    world.writes().calm();
    operator = new TestOperator(world);
  }

  /** A second server with a login and a database on it. */
  InMemoryServer far(String login, String database) {
    InMemoryServer server =
        world
            .engine()
            .server("far.test", 5001, new Credentials("admin", SecretText.of("admin-password")));
    operator.apply(
        FAR_INSTANCE,
        Map.of(
            "engine",
            InMemoryEngine.NAME.value(),
            "connection",
            Map.of("host", "far.test", "port", 5001, "secretRef", Map.of("name", "admin"))));
    Map<String, Object> there = Map.of("instanceRef", Map.of("name", "far"));
    operator.apply(
        World.key(CustomKind.DATABASE, "far-" + database),
        Specs.with(Specs.database(database), there));
    operator.apply(
        World.key(CustomKind.USER, "far-" + login), Specs.with(Specs.user(login), there));
    return server;
  }
}
