package io.dbprovision.core.operator;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Stage;
import com.google.inject.TypeLiteral;
import io.dbprovision.core.admission.AdmissionModule;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.backup.kind.BackupModule;
import io.dbprovision.core.backup.last.LastBackupModule;
import io.dbprovision.core.backup.schedule.ScheduleModule;
import io.dbprovision.core.config.LeaderElection;
import io.dbprovision.core.config.OperatorConfig;
import io.dbprovision.core.instance.Connections;
import io.dbprovision.core.kube.Kube;
import io.dbprovision.core.kube.KubeClients;
import io.dbprovision.core.kube.LeaseElection;
import io.dbprovision.core.observability.HealthCheck;
import io.dbprovision.core.observability.HealthServer;
import io.dbprovision.core.observability.MetricsServer;
import io.dbprovision.core.plugin.PluginCatalog;
import io.dbprovision.core.reconcile.ReconcileModule;
import io.dbprovision.core.reconcile.Wakeups;
import io.dbprovision.core.runtime.AlwaysLeader;
import io.dbprovision.core.runtime.Backoff;
import io.dbprovision.core.runtime.Controller;
import io.dbprovision.core.runtime.LeaderGate;
import io.dbprovision.core.runtime.Lifecycle;
import io.dbprovision.core.runtime.MonotonicClock;
import io.dbprovision.core.runtime.Reconciler;
import io.dbprovision.core.runtime.Service;
import io.dbprovision.core.runtime.Shutdown;
import io.dbprovision.core.runtime.StartException;
import io.dbprovision.core.tracing.Tracing;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running operator: builds everything, starts it in order, and ends it in reverse. */
public final class Operator {
  private static final Logger log = LoggerFactory.getLogger(Operator.class);
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration STOP_GRACE = Duration.ofSeconds(20);
  private static final Duration CRD_PAUSE = Duration.ofSeconds(5);

  /** The pod's name, where it is one. */
  private static final String PROCESS = System.getenv().getOrDefault("HOSTNAME", "dbops");

  private final OperatorConfig config;
  private final Shutdown shutdown;
  private final InstantSource clock = InstantSource.system();

  public Operator(OperatorConfig config, Shutdown shutdown) {
    this.config = config;
    this.shutdown = shutdown;
  }

  /** Runs until the shutdown is asked for. */
  public void run() throws StartException, InterruptedException {
    Readiness readiness = new Readiness();
    // before everything that may wait: who waits for CRDs is alive
    Lifecycle health = new Lifecycle(health(readiness));
    health.start();
    try {
      run(readiness);
    } finally {
      health.stop();
    }
  }

  private void run(Readiness readiness) throws StartException, InterruptedException {
    Telemetry telemetry = new Telemetry(clock);
    try (Tracing tracing = Tracing.of(config.tracing(), Version.current(), PROCESS, clock);
        KubeClients clients = KubeClients.autoConfigured();
        PluginCatalog plugins =
            PluginCatalog.load(Plugins.settings(config), tracing.around(telemetry.plugins()));
        Kube kube =
            new Kube(
                clients,
                config.instanceId(),
                config.watchNamespaces(),
                config.limits().kubeApiRequests(),
                tracing.around(telemetry.api()),
                clock)) {
      if (new MissingCrds(kube::missingKinds, readiness, CRD_PAUSE).await(shutdown)) {
        work(readiness, telemetry, tracing, plugins, kube);
      }
    }
  }

  private void work(
      Readiness readiness, Telemetry telemetry, Tracing tracing, PluginCatalog plugins, Kube kube)
      throws StartException, InterruptedException {
    WorkersFactory.Made workers =
        new WorkersFactory(config, System.getenv(), clock)
            .make(kube.jobs(), Path.of(System.getProperty("dbops.home", ".")));
    Injector injector =
        Guice.createInjector(
            Stage.PRODUCTION,
            new ReconcileModule(),
            new BackupModule(),
            new ScheduleModule(),
            new LastBackupModule(),
            new AdmissionModule(),
            new SurroundingsModule(config, kube, plugins, workers.workers(), telemetry, clock));
    telemetry.pluginThreads(plugins::threads);
    List<Lifecycle.Step> steps =
        steps(injector, kube, workers.service(), telemetry, tracing, readiness);
    steps.add(step("plugin threads", new ThreadWatch(plugins)));
    Lifecycle lifecycle = new Lifecycle(steps);
    try (Connections _ = injector.getInstance(Connections.class)) {
      lifecycle.start();
      log.atInfo()
          .addKeyValue("engines", plugins.engines().names())
          .addKeyValue("instanceId", config.instanceId())
          .log("the operator is up");
      log.atInfo().addKeyValue("reason", shutdown.await()).log("stopping");
    } finally {
      lifecycle.stop();
    }
  }

  private List<Lifecycle.Step> health(Readiness readiness) {
    return config
        .healthAddress()
        .map(
            address ->
                new HealthServer(
                    address,
                    List.of(HealthCheck.of("process", () -> true)),
                    List.<HealthCheck>of(readiness)))
        .map(server -> step("health", server))
        .stream()
        .toList();
  }

  private List<Lifecycle.Step> steps(
      Injector injector,
      Kube kube,
      Service workers,
      Telemetry telemetry,
      Tracing tracing,
      Readiness readiness) {
    LeaderGate leader = leader(kube);
    Map<CustomKind, Controller<ResourceKey>> controllers =
        controllers(injector, telemetry, tracing);
    Wakeups wakeups = injector.getInstance(Wakeups.class);
    wakeups.declareIndexes();
    wakeups.subscribe(
        key -> {
          Controller<ResourceKey> controller = controllers.get(key.kind());
          if (controller != null) {
            controller.enqueue(key);
          }
        });
    telemetry.watch(kube);
    telemetry.leader(leader);
    leader.runWhenLeader(() -> telemetry.watch(controllers.values()));
    telemetry.servers(
        injector.getInstance(Connections.class)::sessions, config.limits().serverConnections());
    List<Lifecycle.Step> steps = new ArrayList<>();
    steps.add(step("spare memory", new SpareMemory()));
    if (config.metrics().boundTo().isPresent()) {
      steps.add(
          step(
              "metrics",
              new MetricsServer(
                  config.metrics(), kube.tokenCheck()::allowed, telemetry.metrics(), clock)));
    }
    steps.add(step("watches", new KubeReadiness(kube, readiness)));
    steps.addAll(new Webhooks(config, kube, clock).steps(injector, telemetry));
    // in this order: whoever stops leading has already stopped working
    steps.add(step("election", leader));
    steps.add(step("workers", workers));
    controllers.forEach(
        (kind, controller) -> steps.add(step(kind.plural(), new OnceLeading(leader, controller))));
    return steps;
  }

  private LeaderGate leader(Kube kube) {
    return config.leaderElection().enabled()
        ? new Leadership(election(kube), shutdown)
        : new AlwaysLeader();
  }

  private LeaseElection election(Kube kube) {
    LeaderElection settings = config.leaderElection();
    return kube.election(
        settings.leaseNamespace(),
        config.leaseName(),
        PROCESS + "_" + UUID.randomUUID(),
        new LeaseElection.Timing(
            settings.lease(), settings.renewDeadline(), settings.retryPeriod()));
  }

  private Map<CustomKind, Controller<ResourceKey>> controllers(
      Injector injector, Telemetry telemetry, Tracing tracing) {
    Map<CustomKind, Reconciler<ResourceKey>> reconcilers =
        injector.getInstance(
            Key.get(new TypeLiteral<Map<CustomKind, Reconciler<ResourceKey>>>() {}));
    RandomGenerator random = injector.getInstance(RandomGenerator.class);
    Map<CustomKind, Controller<ResourceKey>> controllers = new LinkedHashMap<>();
    reconcilers.forEach(
        (kind, reconciler) ->
            controllers.put(
                kind,
                new Controller<>(
                    kind.plural(),
                    config.limits().workers(),
                    tracing.around(reconciler),
                    new Backoff(Duration.ofMillis(500), Duration.ofMinutes(5), random),
                    telemetry.reconciles(),
                    new MonotonicClock(clock))));
    return controllers;
  }

  static Lifecycle.Step step(String name, Service service) {
    return new Lifecycle.Step(name, service, START_LIMIT, STOP_GRACE);
  }
}
