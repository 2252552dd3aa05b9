package io.dbprovision.core.operator;

import io.dbprovision.spi.EngineContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** What every session gets from the operator. */
public record HostContext(InstantSource clock, RandomGenerator random, int maxConnections)
    implements EngineContext {
  @Override
  public Duration connectTimeout() {
    return Duration.ofSeconds(30);
  }

  @Override
  public Duration queryTimeout() {
    return Duration.ofSeconds(30);
  }
}
