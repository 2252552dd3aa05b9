package io.dbprovision.core.plugin;

import io.dbprovision.spi.Engine;
import io.dbprovision.spi.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pf4j.Plugin;

/** Brings one plugin to life: class loader, life cycle, providers. */
final class PluginLoader {
  private static final Pattern STORE_NAME = Pattern.compile("[a-z][a-z0-9]{0,62}");

  private final PluginSettings settings;
  private final PluginObserver observer;

  PluginLoader(PluginSettings settings, PluginObserver observer) {
    this.settings = settings;
    this.observer = observer;
  }

  /**
   * @param dependencies the loaders of the plugins it needs
   * @param warnings gets what is odd but no reason to refuse
   * @throws RefusedException when it cannot be used
   */
  LoadedPlugin load(PluginInfo info, List<PluginClassLoader> dependencies, List<String> warnings) {
    PluginClassLoader loader = open(info, dependencies);
    CallLane shared = new CallLane(info.id(), settings.threadsPerServer());
    List<String> odd = new ArrayList<>();
    try {
      LoadedPlugin loaded =
          new BoundedLoad(settings.loadDeadline())
              .run(info.id(), loader, () -> start(info, loader, shared, odd));
      warnings.addAll(odd);
      return loaded;
    } catch (RefusedException e) {
      shared.close();
      closeQuietly(loader, e);
      throw e;
    }
  }

  private static PluginClassLoader open(PluginInfo info, List<PluginClassLoader> dependencies) {
    try {
      return new PluginClassLoader(
          info.id(), info.file(), Engine.class.getClassLoader(), dependencies);
    } catch (IOException e) {
      throw new RefusedException("it cannot be read as a jar: " + e.getMessage(), e);
    }
  }

  private LoadedPlugin start(
      PluginInfo info, PluginClassLoader loader, CallLane shared, List<String> odd)
      throws ReflectiveOperationException {
    @Nullable Plugin lifecycle = lifecycle(info, loader);
    PluginGuard guard = new PluginGuard(info, loader, observer, settings.deadlines());
    Providers providers = new Providers(loader);
    List<EngineHandle> engines = new ArrayList<>();
    for (Engine engine : providers.engines()) {
      EngineHandle handle = new EngineHandle(engine, guard, shared, settings.threadsPerServer());
      if (handle.names().isEmpty()) {
        throw new RefusedException(
            "its engine " + engine.getClass().getName() + " serves no engine name");
      }
      engines.add(handle);
    }
    List<StoreHandle> stores = new ArrayList<>();
    for (Store store : providers.stores()) {
      stores.add(new StoreHandle(store, guard, shared, settings.threadsPerServer()));
    }
    odd.addAll(providers.leftOut());
    checkDistinct(engines);
    checkStores(stores);
    return new LoadedPlugin(info, loader, lifecycle, engines, stores, shared);
  }

  private static @Nullable Plugin lifecycle(PluginInfo info, PluginClassLoader loader)
      throws ReflectiveOperationException {
    if (info.lifecycleClass() == null) {
      return null;
    }
    Class<?> type = Class.forName(info.lifecycleClass(), true, loader);
    if (!Plugin.class.isAssignableFrom(type)) {
      throw new RefusedException("its Plugin-Class " + type.getName() + " is no PF4J plugin");
    }
    Plugin plugin = (Plugin) type.getDeclaredConstructor().newInstance();
    plugin.start();
    return plugin;
  }

  private static void checkStores(List<StoreHandle> stores) {
    Set<String> seen = new HashSet<>();
    for (StoreHandle store : stores) {
      if (!STORE_NAME.matcher(store.name()).matches()) {
        throw new RefusedException(
            "its store '" + store.name() + "' has no name of lower-case letters and digits");
      }
      if (!seen.add(store.name())) {
        throw new RefusedException("two of its providers bring the store " + store.name());
      }
    }
  }

  private static void checkDistinct(List<EngineHandle> engines) {
    Set<Object> seen = new HashSet<>();
    for (EngineHandle engine : engines) {
      engine
          .names()
          .forEach(
              name -> {
                if (!seen.add(name)) {
                  throw new RefusedException("two of its providers serve the engine " + name);
                }
              });
    }
  }

  private static void closeQuietly(PluginClassLoader loader, RefusedException because) {
    try {
      loader.close();
    } catch (IOException e) {
      because.addSuppressed(e);
    }
  }
}
