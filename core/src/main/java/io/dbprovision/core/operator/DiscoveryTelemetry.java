package io.dbprovision.core.operator;

import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.discovery.DiscoveryObserver;
import io.dbprovision.core.observability.InstanceMetrics;
import io.dbprovision.core.observability.ObjectRef;
import io.dbprovision.spi.Kind;

/** Counts what is found on servers. */
final class DiscoveryTelemetry implements DiscoveryObserver {
  private final InstanceMetrics metrics;

  DiscoveryTelemetry(InstanceMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void scanned(ResourceKey instance, boolean success) {
    metrics.scanned(Telemetry.ref(instance), success);
  }

  @Override
  public void orphans(ResourceKey instance, Kind kind, int count) {
    String resourceType = ObjectRef.of(kind.name(), "", "").resourceType();
    metrics.orphans(Telemetry.ref(instance), resourceType, count);
  }

  @Override
  public void unwatched(ResourceKey instance) {
    metrics.unwatched(Telemetry.ref(instance));
  }

  @Override
  public void adopted(ResourceKey object, boolean success) {
    metrics.adopted(Telemetry.ref(object), success);
  }
}
