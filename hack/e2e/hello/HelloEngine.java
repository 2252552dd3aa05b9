package com.example.hello;

import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.EngineContext;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.ServerInfo;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.Validation;
import java.util.Optional;
import java.util.Set;

/** What somebody else's plugin is at the least: its servers answer, and have nothing on them. */
public final class HelloEngine implements Engine {
  @Override
  public Set<EngineName> names() {
    return Set.of(new EngineName("hello"));
  }

  @Override
  public String section() {
    return "hello";
  }

  @Override
  public Validation validate(Kind kind, Section section) {
    return Validation.ok();
  }

  @Override
  public Session open(Endpoint endpoint, EngineContext context) {
    return new HelloSession(endpoint.host());
  }

  private record HelloSession(String host) implements Session {
    @Override
    public ServerInfo info() {
      return ServerInfo.builder("1.0", "hello").identity(host).build();
    }

    @Override
    public <C> Optional<C> capability(Class<C> type) {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }
}
