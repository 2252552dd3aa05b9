package ${package};

import io.dbprovision.spi.Engine;
import io.dbprovision.spi.testkit.EngineFilesContract;

/** What the jar says of the engine in META-INF is what the engine says. */
class ${className}FilesTest extends EngineFilesContract {
  @Override
  protected Engine engine() {
    return new ${className}Engine();
  }
}
