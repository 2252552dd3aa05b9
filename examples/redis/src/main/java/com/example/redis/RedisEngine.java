package com.example.redis;

import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.EngineContext;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.Validation;
import java.util.Set;

/** The provider that the operator finds. */
public final class RedisEngine implements Engine {
  @Override
  public Set<EngineName> names() {
    return Set.of(new EngineName("redis"), new EngineName("valkey"));
  }

  @Override
  public String section() {
    return "redis";
  }

  @Override
  public String scheme() {
    return "redis";
  }

  @Override
  public Validation validate(Kind kind, Section section) {
    return Validation.of(kind, section, Blocks.TYPES);
  }

  @Override
  public Session open(Endpoint endpoint, EngineContext context) {
    Server server = new Server(endpoint, context);
    try {
      return new RedisSession(endpoint, context, server);
    } catch (EngineException e) {
      server.close();
      throw e;
    }
  }
}
