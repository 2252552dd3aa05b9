package io.dbprovision.core.operator;

import io.dbprovision.core.backup.kind.Stores;
import io.dbprovision.core.plugin.StoreRegistry;
import io.dbprovision.spi.Store;
import java.util.Optional;

/** The stores of the plugin catalog. */
final class PluginStores implements Stores {
  private final StoreRegistry registry;

  PluginStores(StoreRegistry registry) {
    this.registry = registry;
  }

  @Override
  public Optional<Store> find(String name) {
    return registry.find(name).map(store -> store);
  }

  @Override
  public String whyMissing(String name) {
    return registry.whyMissing(name);
  }
}
