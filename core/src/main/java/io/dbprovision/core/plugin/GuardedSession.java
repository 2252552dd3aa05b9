package io.dbprovision.core.plugin;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ServerInfo;
import io.dbprovision.spi.Session;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A plugin's session with lanes of its own: one for work, and one for the health check, which has
 * to be answered although all of the first one's threads are at work that takes long.
 */
final class GuardedSession implements MeteredSession {
  private final Session session;
  private final PluginGuard guard;
  private final CallLane lane;
  private final CallLane health;
  private final AtomicBoolean closed = new AtomicBoolean();

  GuardedSession(Session session, PluginGuard guard, CallLane lane, CallLane health) {
    this.session = session;
    this.guard = guard;
    this.lane = lane;
    this.health = health;
  }

  @Override
  public ServerInfo info() {
    return guard.call(health, "Session.info", guard.deadlines().read(), session::info);
  }

  @Override
  public <C> Optional<C> capability(Class<C> type) {
    if (!type.isInterface()) {
      throw new IllegalArgumentException("a capability is an interface: " + type);
    }
    return guard
        .call(lane, "Session.capability", guard.deadlines().read(), () -> session.capability(type))
        .map(
            capability ->
                type.cast(
                    Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        new CapabilityHandler(type, capability, guard, lane))));
  }

  @Override
  public Use use() {
    return new Use(lane.running(), lane.waiting(), lane.stuck() + health.stuck());
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      guard.call(
          health,
          "Session.close",
          guard.deadlines().pure(),
          () -> {
            session.close();
            return true;
          });
    } catch (EngineException e) {
      // the guard has told the observer; the session is given up either way
    } finally {
      lane.close();
      health.close();
    }
  }
}
