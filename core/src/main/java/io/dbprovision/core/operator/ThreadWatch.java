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
        look();
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  /** One look that fails is not the last one. */
  private void look() {
    try {
      leaks.news(plugins.threads()).forEach(ThreadWatch::tell);
    } catch (RuntimeException e) {
      log.atWarn().setCause(e).log("The threads of plugins could not be looked at");
    }
  }

  private static void tell(ThreadLeaks.Leak leak) {
    log.atWarn()
        .addKeyValue("plugin", leak.plugin())
        .addKeyValue("threads", leak.threads())
        .addKeyValue("examples", leak.examples())
        .log(
            "it seems to start threads that never end; a restart of the operator ends them, its"
                + " authors can mend it");
  }
}
