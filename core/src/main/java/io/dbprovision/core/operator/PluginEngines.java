package io.dbprovision.core.operator;

import io.dbprovision.core.instance.Engines;
import io.dbprovision.core.plugin.EngineRegistry;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.EngineName;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The engines of the plugin catalog. */
final class PluginEngines implements Engines {
  private final EngineRegistry registry;

  PluginEngines(EngineRegistry registry) {
    this.registry = registry;
  }

  @Override
  public Optional<Engine> find(EngineName name) {
    return registry.find(name).map(engine -> engine);
  }

  @Override
  public Collection<Engine> all() {
    return List.copyOf(registry.all());
  }

  @Override
  public String whyMissing(EngineName name) {
    return registry.whyMissing(name);
  }
}
