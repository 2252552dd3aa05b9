package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.fake.FakeEvents;
import io.dbprovision.core.fake.FakeNamespaces;
import io.dbprovision.core.fake.FakeResources;
import io.dbprovision.core.fake.FakeSecrets;
import io.dbprovision.core.fake.FakeWorkloads;
import io.dbprovision.core.fake.Writes;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.testkit.MutableClock;
import io.dbprovision.spi.testkit.memory.InMemoryEngine;
import io.dbprovision.spi.testkit.memory.InMemoryServer;
import io.dbprovision.spi.testkit.memory.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A cluster and a server made of maps; it outlives the operators that work on it. */
final class World {
  static final Duration DRIFT_INTERVAL = Duration.ofMinutes(10);
  static final ResourceKey INSTANCE = key(CustomKind.INSTANCE, "main");

  private static final String HOST = "db.test";
  private static final int PORT = 5000;

  private final MutableClock clock = new MutableClock();
  private final Writes writes = new Writes();
  private final FakeResources resources = new FakeResources(writes);
  private final FakeSecrets secrets = new FakeSecrets(writes);
  private final FakeNamespaces namespaces = new FakeNamespaces();
  private final FakeWorkloads workloads = new FakeWorkloads(writes);
  private final FakeEvents events = new FakeEvents();
  private final InMemoryEngine engine = new InMemoryEngine();
  private final InMemoryServer server;

  World() {
    server = engine.server(HOST, PORT, new Credentials("admin", SecretText.of("admin-password")));
    recover();
    secrets.put("admin", Map.of("username", "admin", "password", "admin-password"));
  }

  /** With an instance that names the server. */
  static World withInstance() {
    World world = new World();
    world.applyInstance(Map.of(), Map.of());
    return world;
  }

  MutableClock clock() {
    return clock;
  }

  Writes writes() {
    return writes;
  }

  FakeResources resources() {
    return resources;
  }

  FakeSecrets secrets() {
    return secrets;
  }

  FakeNamespaces namespaces() {
    return namespaces;
  }

  FakeWorkloads workloads() {
    return workloads;
  }

  FakeEvents events() {
    return events;
  }

  InMemoryEngine engine() {
    return engine;
  }

  InMemoryServer server() {
    return server;
  }

  /** Undoes {@link InMemoryServer#failAll} and its like. */
  void recover() {
    server.intercept(
        operation -> {
          if (operation == Operation.APPLY || operation == Operation.CHANGE_PASSWORD) {
            writes.next();
          }
        });
  }

  void applyInstance(Map<String, Object> more, Map<String, String> annotations) {
    resources.put(
        INSTANCE,
        Specs.with(
            Map.of(
                "engine", InMemoryEngine.NAME.value(),
                "connection",
                    Map.of("host", HOST, "port", PORT, "secretRef", Map.of("name", "admin"))),
            more),
        annotations);
  }

  static ResourceKey key(CustomKind kind, String name) {
    return new ResourceKey(kind, "default", name);
  }

  CustomResource resource(ResourceKey key) {
    return resources.get(key).orElseThrow(() -> new AssertionError(key + " is not there any more"));
  }

  boolean gone(ResourceKey key) {
    return resources.get(key).isEmpty();
  }

  Fields status(ResourceKey key) {
    return resource(key).status();
  }

  /** A condition as tests compare it. */
  record Condition(String status, String reason, String message) {}

  Condition condition(ResourceKey key, String type) {
    List<Fields> found =
        status(key).objects("conditions").stream()
            .filter(condition -> condition.text("type", "").equals(type))
            .toList();
    if (found.size() != 1) {
      throw new AssertionError(key + " has " + found.size() + " conditions " + type);
    }
    Fields condition = found.getFirst();
    return new Condition(
        condition.text("status", ""), condition.text("reason", ""), condition.text("message", ""));
  }
}
