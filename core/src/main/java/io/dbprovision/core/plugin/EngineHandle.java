package io.dbprovision.core.plugin;

import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.EngineContext;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Mentions;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.Validation;
import java.util.Set;

/**
 * A plugin's engine as the operator uses it: the SPI's interface, guarded underneath. Sessions have
 * threads of their own, so that a server that hangs stops nobody else.
 */
public final class EngineHandle implements Engine {
  // a second one for when the first hangs for good
  private static final int HEALTH_THREADS = 2;

  private final Engine engine;
  private final Set<EngineName> names;
  private final String section;
  private final String scheme;
  private final PluginGuard guard;
  private final CallLane shared;
  private final int threadsPerServer;

  /** Asks the engine for its names: call it behind the loader's deadline. */
  EngineHandle(Engine engine, PluginGuard guard, CallLane shared, int threadsPerServer) {
    this.engine = engine;
    this.names = Set.copyOf(engine.names());
    this.section = engine.section();
    this.scheme = engine.scheme();
    this.guard = guard;
    this.shared = shared;
    this.threadsPerServer = threadsPerServer;
  }

  public String pluginId() {
    return guard.plugin().id();
  }

  @Override
  public Set<EngineName> names() {
    return names;
  }

  @Override
  public String section() {
    return section;
  }

  @Override
  public String scheme() {
    return scheme;
  }

  @Override
  public Validation validate(Kind kind, Section block) {
    return guard.call(
        shared, "Engine.validate", guard.deadlines().pure(), () -> engine.validate(kind, block));
  }

  @Override
  public Mentions mentions(Kind kind, Section block) {
    return guard.call(
        shared, "Engine.mentions", guard.deadlines().pure(), () -> engine.mentions(kind, block));
  }

  @Override
  public Session open(Endpoint endpoint, EngineContext context) {
    String server = pluginId() + " at " + endpoint.host() + ":" + endpoint.port();
    CallLane lane = new CallLane(server, threadsPerServer);
    CallLane health = new CallLane(server + " (health)", HEALTH_THREADS);
    Handover<Session> handover = new Handover<>(Session::close);
    try {
      Session session =
          guard.call(
              lane,
              "Engine.open",
              guard.deadlines().read(),
              () -> handover.give(engine.open(endpoint, context)));
      return new GuardedSession(session, guard, lane, health);
    } catch (EngineException e) {
      handover
          .giveUp()
          .ifPresentOrElse(
              late -> new GuardedSession(late, guard, lane, health).close(), lane::close);
      throw e;
    }
  }

  @Override
  public String toString() {
    return names + " of plugin " + guard.plugin();
  }
}
