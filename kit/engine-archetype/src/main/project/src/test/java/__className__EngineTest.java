package ${package};

import io.dbprovision.spi.testkit.EngineContract;
import io.dbprovision.spi.testkit.EngineUnderTest;

class ${className}EngineTest extends EngineContract {
  private final TestServer server = new TestServer();

  @Override
  protected EngineUnderTest underTest() {
    return server;
  }
}
