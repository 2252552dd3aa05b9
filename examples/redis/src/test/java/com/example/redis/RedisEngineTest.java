package com.example.redis;

import io.dbprovision.spi.testkit.EngineContract;
import io.dbprovision.spi.testkit.EngineUnderTest;

class RedisEngineTest extends EngineContract {
  @Override
  protected EngineUnderTest underTest() {
    return new RealServer();
  }
}
