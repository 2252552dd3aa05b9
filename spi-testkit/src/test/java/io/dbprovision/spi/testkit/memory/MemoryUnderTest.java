package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.testkit.EngineUnderTest;

/** One in-memory server. */
final class MemoryUnderTest implements EngineUnderTest {
  private final InMemoryEngine engine = new InMemoryEngine();
  private final Endpoint endpoint = InMemoryEngine.endpoint("memory.example");
  private final InMemoryServer server = engine.server(endpoint);

  MemoryUnderTest() {
    server.holdTwoPasswords(true);
  }

  @Override
  public Engine engine() {
    return engine;
  }

  @Override
  public Endpoint endpoint() {
    return endpoint;
  }

  InMemoryServer server() {
    return server;
  }
}
