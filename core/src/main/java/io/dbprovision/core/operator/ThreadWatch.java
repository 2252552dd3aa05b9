package io.dbprovision.core.operator;

import io.dbprovision.core.plugin.PluginCatalog;
import io.dbprovision.core.runtime.Service;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks once a minute at the threads that plugins have started, and tells of those that leak. */
final class ThreadWatch implements Service {
  private static final Logger log = LoggerFactory.getLogger(ThreadWatch.class);
  private static final Duration EVERY = Duration.ofMinutes(1);

  private final PluginCatalog plugins;
  private final ThreadLeaks leaks = new ThreadLeaks();
  private @Nullable Thread watching;

  ThreadWatch(PluginCatalog plugins) {
    this.plugins = plugins;
  }

  @Override
  public void start() {
    watching = Thread.ofVirtual().name("plugin-threads").start(this::watch);
  }

  @Override
  public void stop(Duration grace) {
    if (watching != null) {
      watching.interrupt();
    }
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(EVERY);
        leaks.news(plugins.threads()).forEach(ThreadWatch::tell);
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private static void tell(ThreadLeaks.Leak leak) {
    log.warn(
        "plugin={} threads={} examples={}: it seems to start threads that never end; a restart of"
            + " the operator ends them, its authors can mend it",
        leak.plugin(),
        leak.threads(),
        leak.examples());
  }
}
