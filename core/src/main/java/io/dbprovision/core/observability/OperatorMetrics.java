package io.dbprovision.core.observability;

import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;

/** All metrics of the operator, each group with methods in its own words. Safe for many threads. */
public final class OperatorMetrics {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final SeriesLedger ledger = new SeriesLedger();
  private final InstanceMetrics instances = new InstanceMetrics(registry, ledger);
  private final OperationMetrics operations = new OperationMetrics(registry, ledger);
  private final BackupMetrics backups = new BackupMetrics(registry);
  private final ScheduleMetrics schedules = new ScheduleMetrics(registry);
  private final ObjectMetrics objects = new ObjectMetrics(registry);
  private final ProtectionMetrics protection = new ProtectionMetrics(registry, objects);
  private final PasswordMetrics passwords = new PasswordMetrics(registry, ledger);
  private final CertificateMetrics certificates = new CertificateMetrics(registry);
  private final PoolMetrics pools = new PoolMetrics(registry);
  private final ControllerMetrics controllers = new ControllerMetrics(registry);
  private final PluginMetrics plugins = new PluginMetrics(registry);

  /**
   * @param version of the operator, shown as {@code dbops_build_info}
   */
  public OperatorMetrics(String version) {
    ProcessMetrics.register(registry);
    Info.builder()
        .name("dbops_build_info")
        .help("The operator's version")
        .labelNames("version", "java")
        .register(registry)
        .setLabelValues(version, Runtime.version().toString());
  }

  public InstanceMetrics instances() {
    return instances;
  }

  public OperationMetrics operations() {
    return operations;
  }

  public BackupMetrics backups() {
    return backups;
  }

  public ScheduleMetrics schedules() {
    return schedules;
  }

  public ObjectMetrics objects() {
    return objects;
  }

  public ProtectionMetrics protection() {
    return protection;
  }

  public PasswordMetrics passwords() {
    return passwords;
  }

  public CertificateMetrics certificates() {
    return certificates;
  }

  public PoolMetrics pools() {
    return pools;
  }

  public ControllerMetrics controllers() {
    return controllers;
  }

  public PluginMetrics plugins() {
    return plugins;
  }

  /** Ends all series of an object that is gone; the last word about it. */
  public void forget(ObjectRef object) {
    objects.forget(object);
    protection.forget(object);
    certificates.forget(object);
    ledger.forget(object);
  }

  PrometheusRegistry registry() {
    return registry;
  }

  static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
