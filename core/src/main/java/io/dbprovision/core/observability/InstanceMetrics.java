package io.dbprovision.core.observability;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;

/** Connections to database servers, and their health. */
public final class InstanceMetrics {
  private final SeriesLedger ledger;
  private final Counter attempts;
  private final Histogram latency;
  private final Gauge healthy;
  private final Gauge lastCheck;
  private final Gauge size;
  private final Gauge orphans;
  private final Counter scans;
  private final Counter adoptions;

  InstanceMetrics(PrometheusRegistry registry, SeriesLedger ledger) {
    this.ledger = ledger;
    this.attempts =
        Counter.builder()
            .name("dbops_connection_attempts_total")
            .help("Attempts to connect to a database server")
            .labelNames("instance", "engine", "status", "namespace")
            .register(registry);
    this.latency =
        Histogram.builder()
            .name("dbops_connection_latency_seconds")
            .help("Time to connect to a database server")
            .classicOnly()
            .classicUpperBounds(Buckets.connection())
            .labelNames("instance", "engine", "namespace")
            .register(registry);
    this.healthy =
        Gauge.builder()
            .name("dbops_instance_healthy")
            .help("1 when the last health check of the server passed, else 0")
            .labelNames("instance", "engine", "namespace")
            .register(registry);
    this.lastCheck =
        Gauge.builder()
            .name("dbops_instance_last_health_check_timestamp_seconds")
            .help("When the server's health was checked last")
            .labelNames("instance", "engine", "namespace")
            .register(registry);
    this.size =
        Gauge.builder()
            .name("dbops_database_size_bytes")
            .help("Size of the database on its server")
            .labelNames("database", "instance", "engine", "namespace")
            .register(registry);
    this.orphans =
        Gauge.builder()
            .name("dbops_discovered_orphans")
            .help("Objects on the server that nobody keeps")
            .labelNames("instance", "resource_type", "namespace")
            .register(registry);
    this.scans =
        Counter.builder()
            .name("dbops_discovery_scans_total")
            .help("Searches of the server for what nobody keeps")
            .labelNames("instance", "status", "namespace")
            .register(registry);
    this.adoptions =
        Counter.builder()
            .name("dbops_adoptions_total")
            .help("Objects made for what was found on a server")
            .labelNames("resource_type", "status", "namespace")
            .register(registry);
  }

  /** One attempt to connect and how long it took; only those that connected count as latency. */
  public void connectionAttempt(ObjectRef instance, String engine, boolean ok, Duration took) {
    ledger.of(instance, attempts, instance.name(), engine, status(ok), instance.namespace()).inc();
    if (ok) {
      ledger
          .of(instance, latency, instance.name(), engine, instance.namespace())
          .observe(OperatorMetrics.seconds(took));
    }
  }

  /** A search of the server. */
  public void scanned(ObjectRef instance, boolean ok) {
    ledger.of(instance, scans, instance.name(), status(ok), instance.namespace()).inc();
  }

  /**
   * What a search found that nobody keeps.
   *
   * @param resourceType of those objects, as {@link ObjectRef} has it
   */
  public void orphans(ObjectRef instance, String resourceType, int count) {
    ledger.of(instance, orphans, instance.name(), resourceType, instance.namespace()).set(count);
  }

  /** The server is not searched any more. */
  public void unwatched(ObjectRef instance) {
    ledger.forget(instance, orphans);
  }

  /** An attempt to make an object for what was found. */
  public void adopted(ObjectRef object, boolean ok) {
    adoptions.labelValues(object.resourceType(), status(ok), object.namespace()).inc();
  }

  private static String status(boolean ok) {
    return ok ? "success" : "failure";
  }

  /** The result of a health check. */
  public void healthChecked(ObjectRef instance, String engine, boolean well, Instant when) {
    String[] labels = {instance.name(), engine, instance.namespace()};
    ledger.set(instance, healthy, well ? 1 : 0, labels);
    ledger.set(instance, lastCheck, when.toEpochMilli() / 1_000.0, labels);
  }

  /**
   * The size of a database.
   *
   * @param instance the name of the instance it is on
   */
  public void databaseSize(ObjectRef database, String instance, String engine, long bytes) {
    ledger.set(
        database, size, (double) bytes, database.name(), instance, engine, database.namespace());
  }
}
