package io.dbprovision.core.backup.kind;

import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.EngineContext;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.LogicalDump;
import io.dbprovision.spi.LogicalRestore;
import io.dbprovision.spi.Quiescence;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.ServerInfo;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.Validation;
import java.util.Optional;
import java.util.Set;

/** An engine that can copy databases as well. */
record CopyingEngine(Engine engine, FakeCopying copying) implements Engine {
  @Override
  public Set<EngineName> names() {
    return engine.names();
  }

  @Override
  public String section() {
    return engine.section();
  }

  /** Blocks of copies are good unless they hold {@code bad}. */
  @Override
  public Validation validate(Kind kind, Section section) {
    boolean copy = kind.equals(Kind.BACKUP) || kind.equals(Kind.RESTORE);
    return copy && section.values().containsKey("bad")
        ? Validation.ok().invalid(section.path() + ".bad", "is bad")
        : engine.validate(kind, section);
  }

  @Override
  public Session open(Endpoint endpoint, EngineContext context) {
    Session session = engine.open(endpoint, context);
    return new Session() {
      @Override
      public ServerInfo info() {
        return session.info();
      }

      @Override
      public <C> Optional<C> capability(Class<C> type) {
        if (type.equals(Quiescence.class) && !copying.canKeepStill) {
          return Optional.empty();
        }
        if (type.equals(LogicalDump.class)) {
          return Optional.of(type.cast(copying.dumps()));
        }
        return type.equals(LogicalRestore.class)
            ? Optional.of(type.cast(copying.restores()))
            : session.capability(type);
      }

      @Override
      public void close() {
        session.close();
      }
    };
  }
}
