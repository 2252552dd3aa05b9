package io.dbprovision.core.backup.kind;

import io.dbprovision.spi.StoreContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** For stores that are never opened. */
final class NoContext implements StoreContext {
  @Override
  public InstantSource clock() {
    throw new AssertionError("nothing is opened");
  }

  @Override
  public RandomGenerator random() {
    throw new AssertionError("nothing is opened");
  }

  @Override
  public Duration connectTimeout() {
    return Duration.ofSeconds(1);
  }

  @Override
  public Duration requestTimeout() {
    return Duration.ofSeconds(1);
  }

  @Override
  public int uploadBuffer() {
    return 6 << 20;
  }
}
