package io.dbprovision.core.plugin;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pf4j.Plugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A plugin in use.
 *
 * @param lifecycle its PF4J plugin object, started; null when it has none
 * @param shared the lane of calls that belong to no server
 */
record LoadedPlugin(
    PluginInfo info,
    PluginClassLoader loader,
    @Nullable Plugin lifecycle,
    List<EngineHandle> engines,
    List<StoreHandle> stores,
    CallLane shared) {
  private static final Logger log = LoggerFactory.getLogger(LoadedPlugin.class);
  private static final Duration STOP_DEADLINE = Duration.ofSeconds(5);

  LoadedPlugin {
    engines = List.copyOf(engines);
    stores = List.copyOf(stores);
  }

  /** Never throws; sessions must be closed before. */
  void close() {
    if (lifecycle != null) {
      stop(lifecycle);
    }
    shared.close();
    try {
      loader.close();
    } catch (IOException e) {
      log.warn("plugin={} action=close result=failed reason=\"{}\"", info.id(), e.getMessage());
    }
  }

  private void stop(Plugin started) {
    try {
      new BoundedLoad(STOP_DEADLINE)
          .run(
              info.id(),
              loader,
              () -> {
                started.stop();
                return true;
              });
    } catch (RefusedException e) {
      log.warn("plugin={} action=stop result=failed reason=\"{}\"", info.id(), e.reason());
    }
  }
}
