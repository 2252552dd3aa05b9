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
import io.dbprovision.core.instance.ServerState;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.testkit.MutableClock;
import io.dbprovision.spi.testkit.TestContext;
import io.dbprovision.spi.testkit.memory.InMemoryEngine;
import io.dbprovision.spi.testkit.memory.InMemoryServer;
import io.dbprovision.spi.testkit.memory.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A cluster and a server made of maps; it outlives the operators that work on it. */
public final class World {
  static final Duration DRIFT_INTERVAL = Duration.ofMinutes(10);
  public static final ResourceKey INSTANCE = key(CustomKind.INSTANCE, "main");

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
  public static World withInstance() {
    World world = new World();
    world.applyInstance(Map.of(), Map.of());
    return world;
  }

  public MutableClock clock() {
    return clock;
  }

  public Writes writes() {
    return writes;
  }

  public FakeResources resources() {
    return resources;
  }

  public FakeSecrets secrets() {
    return secrets;
  }

  public FakeNamespaces namespaces() {
    return namespaces;
  }

  FakeWorkloads workloads() {
    return workloads;
  }

  public FakeEvents events() {
    return events;
  }

  public InMemoryEngine engine() {
    return engine;
  }

  public InMemoryServer server() {
    return server;
  }

  /** The server as the operator has it, in a session of its own. */
  public ServerState.Available available() {
    Endpoint endpoint =
        Endpoint.builder(
                InMemoryEngine.NAME,
                HOST,
                PORT,
                new Credentials("admin", SecretText.of("admin-password")))
            .build();
    Session session = engine.open(endpoint, TestContext.standard());
    return new ServerState.Available(engine, endpoint, session, session.info());
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

  public void applyInstance(Map<String, Object> more, Map<String, String> annotations) {
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

  public static ResourceKey key(CustomKind kind, String name) {
    return new ResourceKey(kind, "default", name);
  }

  public CustomResource resource(ResourceKey key) {
    return resources.get(key).orElseThrow(() -> new AssertionError(key + " is not there any more"));
  }

  public boolean gone(ResourceKey key) {
    return resources.get(key).isEmpty();
  }

  public Fields status(ResourceKey key) {
    return resource(key).status();
  }

  /** A condition as tests compare it. */
  public record Condition(String status, String reason, String message) {}

  public Condition condition(ResourceKey key, String type) {
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
