package ${package};

import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.testkit.EngineUnderTest;
import io.dbprovision.spi.testkit.ServerHand;
import java.util.List;
import java.util.Map;

/**
 * PLACE 5 of 5: a server for the tests, and how to reach it without the plugin, as a person with a
 * client does. Start a real one here, on a free port, and use its own client library: a test that
 * looks through the plugin proves nothing of it.
 */
final class TestServer implements EngineUnderTest {
  private final ${className}Engine engine = new ${className}Engine();

  @Override
  public Engine engine() {
    return engine;
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.builder(
            ${className}Engine.NAME, MemoryServer.HOST, MemoryServer.PORT, MemoryServer.ADMIN)
        .build();
  }

  /** Whether the server itself lets that login in. */
  boolean login(String user, SecretText password) {
    return engine.memory().login(user, password);
  }

  /** Its databases, or its logins. */
  ServerHand hand(Kind kind) {
    return new Hand(engine.memory(), kind);
  }

  private record Hand(MemoryServer server, Kind kind) implements ServerHand {
    @Override
    public void create(String name) {
      server.create(kind, name, "", SecretText.of("by-hand"));
      server.change(kind, name, made -> made.with(Stored.CONNECTION_LIMIT, "3"));
    }

    @Override
    public boolean exists(String name) {
      return server.names(kind).contains(name);
    }

    @Override
    public String describe(String name) {
      Stored stored = server.read(kind, List.of(name)).get(name);
      return stored == null ? "" : Map.copyOf(stored.settings()).toString();
    }

    @Override
    public void spoil(String name) {
      server.change(kind, name, stored -> stored.with(Stored.CONNECTION_LIMIT, "99"));
    }

    @Override
    public void drop(String name) {
      server.drop(kind, name);
    }
  }
}
