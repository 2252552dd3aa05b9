package io.dbprovision.core.plugin;

import io.dbprovision.spi.testkit.EngineContract;
import io.dbprovision.spi.testkit.EngineUnderTest;
import org.junit.jupiter.api.AfterEach;

class GuardKeepsTheEngineContractTest extends EngineContract {
  private final GuardedEngine guarded = new GuardedEngine();

  @Override
  protected EngineUnderTest underTest() {
    return guarded;
  }

  @AfterEach
  void close() {
    guarded.close();
  }
}
