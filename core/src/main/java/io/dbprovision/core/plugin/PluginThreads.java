package io.dbprovision.core.plugin;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The threads that plugins have started themselves. A thread is a plugin's when it has that
 * plugin's class loader for its context, which a thread inherits from the one that makes it: one
 * that was given another loader is not seen, and no virtual thread is. Thread-safe.
 */
final class PluginThreads {
  private final Collection<LoadedPlugin> plugins;

  PluginThreads(Collection<LoadedPlugin> plugins) {
    this.plugins = List.copyOf(plugins);
  }

  /** Their names by the plugin's id, in order; a plugin without any has an empty list. */
  Map<String, List<String>> names() {
    List<Thread> alive = alive();
    Map<String, List<String>> names = new TreeMap<>();
    for (LoadedPlugin plugin : plugins) {
      names.put(
          plugin.info().id(),
          alive.stream()
              .filter(thread -> thread.getContextClassLoader() == plugin.loader())
              .filter(thread -> !(thread instanceof LaneThread))
              .map(Thread::getName)
              .sorted()
              .toList());
    }
    return names;
  }

  // a look at all stacks would stop every thread for a moment
  private static List<Thread> alive() {
    ThreadGroup root = Objects.requireNonNull(Thread.currentThread().getThreadGroup());
    for (ThreadGroup parent = root.getParent(); parent != null; parent = parent.getParent()) {
      root = parent;
    }
    // some may start meanwhile; those that find no room are seen the next time
    Thread[] found = new Thread[root.activeCount() + 64];
    root.enumerate(found);
    return Arrays.stream(found).flatMap(Stream::ofNullable).toList();
  }
}
