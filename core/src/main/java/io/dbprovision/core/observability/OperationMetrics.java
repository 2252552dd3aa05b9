package io.dbprovision.core.observability;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;

/** What was done on servers, and what was found changed there. */
public final class OperationMetrics {
  private static final String[] OPERATION_LABELS = {"operation", "engine", "status", "namespace"};
  private static final String[] DRIFT_LABELS = {"resource_type", "status", "namespace"};

  private final SeriesLedger ledger;
  private final Counter databases;
  private final Histogram databaseDuration;
  private final Counter users;
  private final Counter roles;
  private final Counter grants;
  private final Gauge drift;
  private final Counter detections;
  private final Counter corrections;

  OperationMetrics(PrometheusRegistry registry, SeriesLedger ledger) {
    this.ledger = ledger;
    this.databases =
        counter(registry, "database_operations", "Operations on databases", OPERATION_LABELS);
    this.databaseDuration =
        Histogram.builder()
            .name("dbops_database_operation_duration_seconds")
            .help("Duration of operations on databases")
            .classicOnly()
            .classicUpperBounds(Buckets.operation())
            .labelNames("operation", "engine", "namespace")
            .register(registry);
    this.users = counter(registry, "user_operations", "Operations on users", OPERATION_LABELS);
    this.roles = counter(registry, "role_operations", "Operations on roles", OPERATION_LABELS);
    this.grants = counter(registry, "grant_operations", "Operations on grants", OPERATION_LABELS);
    this.drift =
        Gauge.builder()
            .name("dbops_drift_detected")
            .help("1 when the server differs from what the object says, else 0")
            .labelNames("resource_type", "name", "namespace")
            .register(registry);
    this.detections = counter(registry, "drift_detections", "Looks for drift", DRIFT_LABELS);
    this.corrections = counter(registry, "drift_corrections", "Corrections of drift", DRIFT_LABELS);
  }

  /** An operation on a database of an object in this namespace. */
  public void databaseOperation(
      Operation operation, String engine, boolean ok, String namespace, Duration took) {
    databases.labelValues(operation.label(), engine, status(ok), namespace).inc();
    databaseDuration
        .labelValues(operation.label(), engine, namespace)
        .observe(OperatorMetrics.seconds(took));
  }

  /** An operation on a user of an object in this namespace. */
  public void userOperation(Operation operation, String engine, boolean ok, String namespace) {
    users.labelValues(operation.label(), engine, status(ok), namespace).inc();
  }

  /** An operation on a role of an object in this namespace; empty when it is cluster-wide. */
  public void roleOperation(Operation operation, String engine, boolean ok, String namespace) {
    roles.labelValues(operation.label(), engine, status(ok), namespace).inc();
  }

  /** An operation on what a grant gives; the namespace is empty when it is cluster-wide. */
  public void grantOperation(Operation operation, String engine, boolean ok, String namespace) {
    grants.labelValues(operation.label(), engine, status(ok), namespace).inc();
  }

  /** What is known of an object's drift; counts no look for it. */
  public void driftKnown(ObjectRef object, boolean found) {
    ledger.set(
        object, drift, found ? 1 : 0, object.resourceType(), object.name(), object.namespace());
  }

  /** One look for drift; when it failed, what was known before stays. */
  public void driftDetection(ObjectRef object, boolean ok) {
    detections.labelValues(object.resourceType(), status(ok), object.namespace()).inc();
  }

  /** An attempt to correct drift; when it went well there is none any more. */
  public void driftCorrection(ObjectRef object, boolean ok) {
    corrections.labelValues(object.resourceType(), status(ok), object.namespace()).inc();
    if (ok) {
      ledger.set(object, drift, 0, object.resourceType(), object.name(), object.namespace());
    }
  }

  private static Counter counter(
      PrometheusRegistry registry, String name, String help, String... labels) {
    return Counter.builder()
        .name("dbops_" + name + "_total")
        .help(help)
        .labelNames(labels)
        .register(registry);
  }

  private static String status(boolean ok) {
    return ok ? "success" : "failure";
  }
}
