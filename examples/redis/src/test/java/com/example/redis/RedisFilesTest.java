package com.example.redis;

import io.dbprovision.spi.Engine;
import io.dbprovision.spi.testkit.EngineFilesContract;

class RedisFilesTest extends EngineFilesContract {
  @Override
  protected Engine engine() {
    return new RedisEngine();
  }
}
