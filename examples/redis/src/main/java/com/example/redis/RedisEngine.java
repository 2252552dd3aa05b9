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
    return Blocks.of(kind).map(block -> Validation.of(section, block)).orElse(Validation.ok());
  }

  @Override
  public Session open(Endpoint endpoint, EngineContext context) {
    RedisSession session = new RedisSession(endpoint, context, new Server(endpoint, context));
    try {
      session.begin();
      return session;
    } catch (EngineException e) {
      session.close();
      throw e;
    }
  }
}
