package io.dbprovision.core.plugin;

import io.dbprovision.spi.Engine;
import io.dbprovision.spi.Store;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * What one plugin provides: engines, stores, or both. Used once, by one thread, behind the loader's
 * deadline.
 */
final class Providers {
  // a services file may name the same broken class again and again
  private static final int MOST = 64;

  private static final String SERVICES = "META-INF/services/";

  private final List<Engine> engines;
  private final List<Store> stores;
  private final Set<String> failures = new LinkedHashSet<>();

  /**
   * @throws RefusedException when there is none that works
   */
  Providers(ClassLoader loader) {
    this.engines = found(Engine.class, loader);
    this.stores = found(Store.class, loader);
    if (engines.isEmpty() && stores.isEmpty()) {
      throw new RefusedException(
          failures.isEmpty()
              ? "it names no provider in %s%s or %s"
                  .formatted(SERVICES, Engine.class.getName(), Store.class.getName())
              : failures.iterator().next());
    }
  }

  List<Engine> engines() {
    return engines;
  }

  List<Store> stores() {
    return stores;
  }

  /** Sentences about those that are left out. */
  List<String> leftOut() {
    return failures.stream()
        .map(failure -> "one of its providers is left out: " + failure)
        .toList();
  }

  // one by one, so that a provider that throws harms only itself
  private <T> List<T> found(Class<T> type, ClassLoader loader) {
    List<T> found = new ArrayList<>();
    Iterator<T> iterator = ServiceLoader.load(type, loader).iterator();
    for (int i = 0; i < MOST; i++) {
      try {
        if (!iterator.hasNext()) {
          break;
        }
        found.add(iterator.next());
      } catch (Throwable e) {
        failures.add(LoadFailures.reason(e));
      }
    }
    return found;
  }
}
