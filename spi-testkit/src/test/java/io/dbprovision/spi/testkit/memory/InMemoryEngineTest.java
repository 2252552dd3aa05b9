package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.testkit.EngineContract;
import io.dbprovision.spi.testkit.EngineUnderTest;

class InMemoryEngineTest extends EngineContract {
  private final MemoryUnderTest memory = new MemoryUnderTest();

  @Override
  protected EngineUnderTest underTest() {
    return memory;
  }
}
