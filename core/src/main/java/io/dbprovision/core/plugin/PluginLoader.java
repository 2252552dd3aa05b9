package io.dbprovision.core.plugin;

import io.dbprovision.spi.Engine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pf4j.Plugin;

/** Brings one plugin to life: class loader, life cycle, providers. */
final class PluginLoader {
  // a services file may name the same broken class again and again
  private static final int MOST_PROVIDERS = 64;

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
    List<EngineHandle> engines = new ArrayList<>();
    for (Engine engine : providers(loader, odd)) {
      EngineHandle handle = new EngineHandle(engine, guard, shared, settings.threadsPerServer());
      if (handle.names().isEmpty()) {
        throw new RefusedException(
            "its engine " + engine.getClass().getName() + " serves no engine name");
      }
      engines.add(handle);
    }
    checkDistinct(engines);
    return new LoadedPlugin(info, loader, lifecycle, engines, shared);
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

  // one by one, so that a provider that throws harms only itself
  private static List<Engine> providers(ClassLoader loader, List<String> odd) {
    List<Engine> found = new ArrayList<>();
    Set<String> failures = new LinkedHashSet<>();
    Iterator<Engine> iterator = ServiceLoader.load(Engine.class, loader).iterator();
    for (int i = 0; i < MOST_PROVIDERS; i++) {
      try {
        if (!iterator.hasNext()) {
          break;
        }
        found.add(iterator.next());
      } catch (Throwable e) {
        failures.add(LoadFailures.reason(e));
      }
    }
    if (found.isEmpty()) {
      throw new RefusedException(
          failures.isEmpty()
              ? "it names no provider in META-INF/services/" + Engine.class.getName()
              : failures.iterator().next());
    }
    failures.forEach(failure -> odd.add("one of its providers is left out: " + failure));
    return found;
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
