package io.dbprovision.core.backup.work;

import io.dbprovision.core.plugin.PluginCatalog;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.Store;

/** Where a worker has engines and stores from. */
public interface WorkTools {
  /**
   * @throws EngineException UNSUPPORTED when there is none of that name
   */
  Engine engine(EngineName name);

  /**
   * @throws EngineException UNSUPPORTED when there is none of that name
   */
  Store store(String name);

  static WorkTools of(PluginCatalog plugins) {
    return new WorkTools() {
      @Override
      public Engine engine(EngineName name) {
        return plugins.engines().require(name);
      }

      @Override
      public Store store(String name) {
        return plugins.stores().require(name);
      }
    };
  }
}
