package io.dbprovision.core.reconcile;

import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.EngineContext;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Roles;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.ServerInfo;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.Validation;
import java.util.Optional;
import java.util.Set;

/** The engine of a {@link World} without some of it. */
record LackingEngine(Engine whole, Set<EngineName> names) implements Engine {
  /** One whose servers have no roles. */
  static LackingEngine withoutRoles(World world) {
    return new LackingEngine(world.engine(), world.engine().names());
  }

  /** One of another name: that of the world has no plugin. */
  static LackingEngine ofAnotherPlugin(World world) {
    return new LackingEngine(world.engine(), Set.of(new EngineName("other")));
  }

  @Override
  public String section() {
    return whole.section();
  }

  @Override
  public Validation validate(Kind kind, Section section) {
    return whole.validate(kind, section);
  }

  @Override
  public Session open(Endpoint endpoint, EngineContext context) {
    return new WithoutRoles(whole.open(endpoint, context));
  }

  private record WithoutRoles(Session session) implements Session {
    @Override
    public ServerInfo info() {
      return session.info();
    }

    @Override
    public <C> Optional<C> capability(Class<C> type) {
      return type == Roles.class ? Optional.empty() : session.capability(type);
    }

    @Override
    public void close() {
      session.close();
    }
  }
}
