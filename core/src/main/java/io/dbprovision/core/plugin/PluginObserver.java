package io.dbprovision.core.plugin;

import io.dbprovision.spi.ErrorKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Told what happens to plugins; for metrics. Called on any thread; must return at once. */
public interface PluginObserver {
  void loaded(PluginReport report);

  void refused(PluginReport report);

  /**
   * @param operation such as {@code Databases.plan}
   * @param failure null when the call worked
   */
  void call(String pluginId, String operation, Duration took, @Nullable ErrorKind failure);

  /** Ignores everything. */
  static PluginObserver none() {
    return new PluginObserver() {
      @Override
      public void loaded(PluginReport report) {}

      @Override
      public void refused(PluginReport report) {}

      @Override
      public void call(
          String pluginId, String operation, Duration took, @Nullable ErrorKind failure) {}
    };
  }
}
