package io.dbprovision.core.plugin;

import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.testkit.EngineUnderTest;
import io.dbprovision.spi.testkit.memory.InMemoryEngine;
import io.dbprovision.spi.testkit.memory.InMemoryServer;
import java.nio.file.Path;
import java.util.List;

/** The in-memory engine as the operator would use it: behind the guard. */
final class GuardedEngine implements EngineUnderTest, AutoCloseable {
  private final Endpoint endpoint = InMemoryEngine.endpoint("memory.example");
  private final CallLane shared = new CallLane("memory", 4);
  private final InMemoryServer server;
  private final Engine engine;

  GuardedEngine() {
    InMemoryEngine memory = new InMemoryEngine();
    this.server = memory.server(endpoint);
    PluginInfo info = new PluginInfo(Path.of("memory.jar"), "memory", "1.0.0", "", null, List.of());
    PluginGuard guard =
        new PluginGuard(
            info,
            InMemoryEngine.class.getClassLoader(),
            PluginObserver.none(),
            Deadlines.standard());
    this.engine = new EngineHandle(memory, guard, shared, 4);
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

  @Override
  public void close() {
    shared.close();
  }
}
