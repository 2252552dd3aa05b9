package io.dbprovision.core.observability;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import java.util.function.Supplier;

/** How much of its share of each server the operator uses. */
public final class PoolMetrics {
  private volatile Supplier<Map<ObjectRef, Use>> uses = Map::of;

  /**
   * How busy the operator is at one server.
   *
   * @param running calls at work, or waiting for a connection
   * @param waiting calls that wait for others to end
   * @param hung calls that were given up and have not come back
   * @param connections that it opens at most
   */
  public record Use(int running, int waiting, int hung, int connections) {}

  PoolMetrics(PrometheusRegistry registry) {
    GaugeWithCallback.builder()
        .name("dbops_server_calls")
        .help("Calls to the server: running, waiting for others to end, hung and given up")
        .labelNames("instance", "namespace", "state")
        .callback(
            gauge ->
                uses.get()
                    .forEach(
                        (instance, use) -> {
                          String name = instance.name();
                          String namespace = instance.namespace();
                          gauge.call(use.running(), name, namespace, "running");
                          gauge.call(use.waiting(), name, namespace, "waiting");
                          gauge.call(use.hung(), name, namespace, "hung");
                        }))
        .register(registry);
    GaugeWithCallback.builder()
        .name("dbops_server_connections_max")
        .help("Connections that the operator opens to the server at most")
        .labelNames("instance", "namespace")
        .callback(
            gauge ->
                uses.get()
                    .forEach(
                        (instance, use) ->
                            gauge.call(use.connections(), instance.name(), instance.namespace())))
        .register(registry);
  }

  /** Shows these from now on; asked at every scrape, must answer without waiting. */
  public void watch(Supplier<Map<ObjectRef, Use>> servers) {
    uses = servers;
  }
}
