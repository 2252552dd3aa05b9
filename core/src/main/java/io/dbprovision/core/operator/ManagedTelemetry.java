package io.dbprovision.core.operator;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.observability.ObjectInfo;
import io.dbprovision.core.observability.ObjectRef;
import io.dbprovision.core.observability.Operation;
import io.dbprovision.core.observability.OperatorMetrics;
import io.dbprovision.core.reconcile.ManagedObserver;
import io.dbprovision.core.reference.Refs;
import io.dbprovision.spi.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** Counts what happens to managed objects. */
final class ManagedTelemetry implements ManagedObserver {
  private final OperatorMetrics metrics;

  ManagedTelemetry(OperatorMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void operation(
      CustomResource resource, Work work, String engine, boolean success, Duration took) {
    Operation counted = Operation.valueOf(work.name());
    String namespace = resource.namespace();
    Kind kind = resource.kind().spi();
    if (kind.equals(Kind.DATABASE)) {
      metrics.operations().databaseOperation(counted, engine, success, namespace, took);
    } else if (kind.equals(Kind.USER)) {
      metrics.operations().userOperation(counted, engine, success, namespace);
    } else if (kind.equals(Kind.ROLE)) {
      metrics.operations().roleOperation(counted, engine, success, namespace);
    } else {
      metrics.operations().grantOperation(counted, engine, success, namespace);
    }
    switch (work) {
      case DRIFT_CORRECTION ->
          metrics.operations().driftCorrection(Telemetry.ref(resource.key()), success);
      case DRIFT_DETECTION ->
          metrics.operations().driftDetection(Telemetry.ref(resource.key()), success);
      case CREATE, UPDATE, DELETE, INIT_SQL -> {}
    }
  }

  @Override
  public void known(CustomResource resource, String engine, Collection<String> privileges) {
    String phase = resource.status().text("phase", "");
    var spec = resource.spec();
    String instance = Refs.instance(resource).map(ResourceKey::name).orElse("");
    var status = resource.status();
    ObjectRef ref = Telemetry.ref(resource.key());
    Kind kind = resource.kind().spi();
    if (kind.equals(Kind.DATABASE)) {
      metrics.objects().observed(ObjectInfo.database(ref, phase, instance, spec.text("name", "")));
      long size = status.object("database").number("sizeBytes", -1);
      if (size >= 0) {
        metrics.instances().databaseSize(ref, instance, engine, size);
      }
    } else if (kind.equals(Kind.USER)) {
      metrics.objects().observed(ObjectInfo.user(ref, phase, instance, spec.text("username", "")));
      password(ref, resource);
    } else if (kind.equals(Kind.ROLE)) {
      metrics.objects().observed(ObjectInfo.role(ref, phase, instance, spec.text("roleName", "")));
    } else {
      metrics
          .objects()
          .observed(
              ObjectInfo.grant(
                  ref,
                  phase,
                  Refs.grantee(resource).map(ResourceKey::name).orElse(""),
                  Refs.database(resource).map(ResourceKey::name).orElse(""),
                  String.join(",", privileges)));
    }
    if (status.has("drift")) {
      metrics.operations().driftKnown(ref, status.object("drift").flag("detected", false));
    }
  }

  private void password(ObjectRef ref, CustomResource user) {
    Fields rotation = user.status().object("rotation");
    metrics
        .passwords()
        .known(
            ref,
            StatusTime.of(rotation, "lastRotatedAt")
                .or(() -> StatusTime.of(user.status().object("secret"), "lastRotatedAt")),
            StatusTime.of(rotation, "nextRotationAt"),
            expiry(user.spec()));
  }

  /** As the engine's block says, for engines whose passwords expire. */
  private static Optional<Instant> expiry(Fields spec) {
    return spec.values().keySet().stream()
        .map(block -> StatusTime.of(spec.object(block), "validUntil"))
        .flatMap(Optional::stream)
        .findFirst();
  }

  @Override
  public void forgotten(ResourceKey resource) {
    metrics.forget(Telemetry.ref(resource));
  }
}
