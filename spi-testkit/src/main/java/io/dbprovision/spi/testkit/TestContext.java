package io.dbprovision.spi.testkit;

import io.dbprovision.spi.EngineContext;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** What the suites hand to an engine: the operator's defaults with the given clock. */
public record TestContext(
    InstantSource clock,
    RandomGenerator random,
    int maxConnections,
    Duration connectTimeout,
    Duration queryTimeout)
    implements EngineContext {

  public static TestContext standard() {
    return new TestContext(
        InstantSource.system(),
        new SecureRandom(),
        4,
        Duration.ofSeconds(10),
        Duration.ofSeconds(30));
  }
}
