package io.dbprovision.core.operator;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.backup.kind.BackupObserver;
import io.dbprovision.core.backup.schedule.ScheduleObserver;
import io.dbprovision.core.discovery.DiscoveryObserver;
import io.dbprovision.core.instance.InstanceObserver;
import io.dbprovision.core.kube.ApiObserver;
import io.dbprovision.core.kube.Kube;
import io.dbprovision.core.observability.ObjectInfo;
import io.dbprovision.core.observability.ObjectRef;
import io.dbprovision.core.observability.OperatorMetrics;
import io.dbprovision.core.observability.PoolMetrics;
import io.dbprovision.core.plugin.MeteredSession;
import io.dbprovision.core.plugin.PluginObserver;
import io.dbprovision.core.plugin.PluginReport;
import io.dbprovision.core.reconcile.ManagedObserver;
import io.dbprovision.core.runtime.Controller;
import io.dbprovision.core.runtime.LeaderGate;
import io.dbprovision.core.runtime.ReconcileObserver;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.TlsSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns what the parts of the operator tell into metrics. */
final class Telemetry {
  private final OperatorMetrics metrics = new OperatorMetrics(Version.current());
  private final InstantSource clock;

  Telemetry(InstantSource clock) {
    this.clock = clock;
  }

  OperatorMetrics metrics() {
    return metrics;
  }

  ReconcileObserver reconciles() {
    return metrics.controllers();
  }

  ApiObserver api() {
    return metrics.controllers()::apiWrite;
  }

  /** Called by who leads: who stands by works on no queue. */
  void watch(Collection<? extends Controller<?>> controllers) {
    controllers.forEach(metrics.controllers()::watch);
  }

  void leader(LeaderGate leader) {
    metrics.controllers().leader(leader::isLeader);
  }

  /**
   * @param connections that a session opens at most
   */
  void servers(Supplier<Map<ResourceKey, Session>> sessions, int connections) {
    metrics.pools().watch(() -> uses(sessions.get(), connections));
  }

  private static Map<ObjectRef, PoolMetrics.Use> uses(
      Map<ResourceKey, Session> sessions, int connections) {
    Map<ObjectRef, PoolMetrics.Use> uses = new HashMap<>();
    sessions.forEach(
        (instance, session) -> {
          if (session instanceof MeteredSession metered) {
            MeteredSession.Use use = metered.use();
            uses.put(
                ref(instance),
                new PoolMetrics.Use(use.running(), use.waiting(), use.hung(), connections));
          }
        });
    return uses;
  }

  void watch(Kube kube) {
    for (CustomKind kind : CustomKind.ALL) {
      metrics
          .controllers()
          .watchAge(
              kind.name(),
              () -> Duration.between(kube.resources().lastEvent(kind), clock.instant()));
    }
  }

  /**
   * @param names of the threads that plugins have started, by the plugin's id
   */
  void pluginThreads(Supplier<Map<String, List<String>>> names) {
    metrics.plugins().watchThreads(() -> counts(names.get()));
  }

  private static Map<String, Integer> counts(Map<String, List<String>> names) {
    return names.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, named -> named.getValue().size()));
  }

  PluginObserver plugins() {
    return new PluginObserver() {
      @Override
      public void loaded(PluginReport report) {
        metrics.plugins().state(report.id(), report.version(), "loaded");
      }

      @Override
      public void refused(PluginReport report) {
        String id = report.id().isEmpty() ? report.file() : report.id();
        metrics.plugins().state(id, report.version(), "refused");
      }

      @Override
      public void call(
          String pluginId, String operation, Duration took, @Nullable ErrorKind failure) {
        if (failure == null) {
          metrics.plugins().callSucceeded(pluginId, operation, took);
        } else {
          metrics.plugins().callFailed(pluginId, operation, failure, took);
        }
      }
    };
  }

  InstanceObserver instances() {
    return new InstanceObserver() {
      @Override
      public void probed(CustomResource instance, boolean reached, Duration took) {
        String engine = instance.spec().text("engine", "");
        metrics.instances().connectionAttempt(ref(instance.key()), engine, reached, took);
        metrics.instances().healthChecked(ref(instance.key()), engine, reached, clock.instant());
      }

      @Override
      public void encrypted(CustomResource instance, TlsSettings tls) {
        metrics.certificates().used(ref(instance.key()), tls.ca(), tls.certificate());
      }

      @Override
      public void known(CustomResource instance) {
        var connection = instance.spec().object("connection");
        metrics
            .objects()
            .observed(
                ObjectInfo.instance(
                    ref(instance.key()),
                    instance.status().text("phase", ""),
                    instance.spec().text("engine", ""),
                    instance.status().text("version", ""),
                    connection.text("host", ""),
                    Math.toIntExact(connection.number("port", 0))));
      }

      @Override
      public void forgotten(ResourceKey instance) {
        metrics.forget(ref(instance));
      }
    };
  }

  DiscoveryObserver discovery() {
    return new DiscoveryTelemetry(metrics.instances());
  }

  ManagedObserver managed() {
    return new ManagedTelemetry(metrics);
  }

  BackupObserver backups() {
    return new BackupTelemetry(metrics);
  }

  ScheduleObserver schedules() {
    return new ScheduleTelemetry(metrics);
  }

  static ObjectRef ref(ResourceKey key) {
    return ObjectRef.of(key.kind().name(), key.namespace(), key.name());
  }
}
