package ${package};

import io.dbprovision.spi.Store;
import io.dbprovision.spi.testkit.store.StoreFilesContract;

/** What the jar says of the store in META-INF is what the store says. */
class ${className}FilesTest extends StoreFilesContract {
  @Override
  protected Store store() {
    return new ${className}Store();
  }
}
