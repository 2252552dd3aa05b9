package io.dbprovision.spi.testkit.store;

import io.dbprovision.spi.StoreContext;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** What the suite hands to a store: the least memory that the SPI allows, and short time-outs. */
public record StoreTestContext(
    InstantSource clock,
    RandomGenerator random,
    Duration connectTimeout,
    Duration requestTimeout,
    int uploadBuffer)
    implements StoreContext {
  private static final int LEAST_BUFFER = 6 * 1024 * 1024;

  public static StoreTestContext standard() {
    return new StoreTestContext(
        InstantSource.system(),
        new SecureRandom(),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        LEAST_BUFFER);
  }
}
