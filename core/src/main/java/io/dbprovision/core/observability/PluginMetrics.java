package io.dbprovision.core.observability;

import io.dbprovision.spi.ErrorKind;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Which plugins there are, and how the calls to them go. */
public final class PluginMetrics {
  private final Info info;
  private final Histogram duration;
  private final Counter failures;
  // What the info metric shows of each plugin now; guarded by this.
  private final Map<String, String[]> shown = new HashMap<>();
  private volatile Supplier<Map<String, Integer>> threads = Map::of;

  PluginMetrics(PrometheusRegistry registry) {
    this.info =
        Info.builder()
            .name("dbops_plugin_info")
            .help("One plugin jar and whether it is in use")
            .labelNames("plugin", "version", "state")
            .register(registry);
    this.duration =
        Histogram.builder()
            .name("dbops_plugin_call_duration_seconds")
            .help("Duration of calls to plugins")
            .classicOnly()
            .classicUpperBounds(Buckets.operation())
            .labelNames("plugin", "operation")
            .register(registry);
    this.failures =
        Counter.builder()
            .name("dbops_plugin_call_failures_total")
            .help("Calls to plugins that failed; kind internal is a defect")
            .labelNames("plugin", "operation", "kind")
            .register(registry);
    GaugeWithCallback.builder()
        .name("dbops_plugin_threads")
        .help("Threads that the plugin has started itself and that have not ended")
        .labelNames("plugin")
        .callback(gauge -> threads.get().forEach((plugin, count) -> gauge.call(count, plugin)))
        .register(registry);
  }

  /**
   * Shows these from now on; asked at every scrape, must answer without waiting.
   *
   * @param counts by the plugin's id
   */
  public void watchThreads(Supplier<Map<String, Integer>> counts) {
    threads = counts;
  }

  /**
   * What became of a plugin; replaces what was said of it before.
   *
   * @param plugin its id, or the jar's file name when it has none
   * @param version empty when unknown
   * @param state such as {@code started} or {@code refused}
   */
  public synchronized void state(String plugin, String version, String state) {
    String[] labels = {plugin, version, state};
    String[] before = shown.put(plugin, labels);
    if (before != null) {
      info.remove(before);
    }
    info.addLabelValues(labels);
  }

  /** A call that returned. */
  public void callSucceeded(String plugin, String operation, Duration took) {
    duration.labelValues(plugin, operation).observe(OperatorMetrics.seconds(took));
  }

  /** A call that failed. */
  public void callFailed(String plugin, String operation, ErrorKind kind, Duration took) {
    duration.labelValues(plugin, operation).observe(OperatorMetrics.seconds(took));
    failures.labelValues(plugin, operation, kind.name().toLowerCase(Locale.ROOT)).inc();
  }
}
