package io.dbprovision.core.operator;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.dbprovision.core.backup.kind.BackupObserver;
import io.dbprovision.core.backup.kind.Stores;
import io.dbprovision.core.backup.kind.VolumeRoot;
import io.dbprovision.core.backup.schedule.ScheduleObserver;
import io.dbprovision.core.backup.work.WorkerContext;
import io.dbprovision.core.backup.work.Workers;
import io.dbprovision.core.config.CrossNamespace;
import io.dbprovision.core.config.OperatorConfig;
import io.dbprovision.core.config.StoreRules;
import io.dbprovision.core.config.WorkerSettings;
import io.dbprovision.core.discovery.DiscoveryObserver;
import io.dbprovision.core.instance.Engines;
import io.dbprovision.core.instance.InstanceObserver;
import io.dbprovision.core.kube.ConfigMaps;
import io.dbprovision.core.kube.Events;
import io.dbprovision.core.kube.Kube;
import io.dbprovision.core.kube.Namespaces;
import io.dbprovision.core.kube.OwnAccount;
import io.dbprovision.core.kube.References;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.kube.Secrets;
import io.dbprovision.core.kube.Workloads;
import io.dbprovision.core.plugin.PluginCatalog;
import io.dbprovision.core.plugin.StoreRegistry;
import io.dbprovision.core.reconcile.DefaultDriftInterval;
import io.dbprovision.core.reconcile.ManagedObserver;
import io.dbprovision.core.reconcile.OperatorIdentity;
import io.dbprovision.spi.EngineContext;
import io.dbprovision.spi.StoreContext;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;

/** Binds what surrounds the reconcilers: the API server, the plugins, time and randomness. */
final class SurroundingsModule extends AbstractModule {
  /** No store has statements. */
  private static final Duration STATEMENT = Duration.ofSeconds(30);

  private final OperatorConfig config;
  private final Kube kube;
  private final PluginCatalog plugins;
  private final Telemetry telemetry;
  private final InstantSource clock;
  private final Workers workers;

  SurroundingsModule(
      OperatorConfig config,
      Kube kube,
      PluginCatalog plugins,
      Workers workers,
      Telemetry telemetry,
      InstantSource clock) {
    this.config = config;
    this.kube = kube;
    this.plugins = plugins;
    this.workers = workers;
    this.telemetry = telemetry;
    this.clock = clock;
  }

  @Override
  protected void configure() {
    binder().requireExplicitBindings();
    binder().disableCircularProxies();
    bind(Resources.class).toInstance(kube.resources());
    bind(Secrets.class).toInstance(kube.secrets());
    bind(ConfigMaps.class).toInstance(kube.configMaps());
    bind(Namespaces.class).toInstance(kube.namespaces());
    bind(References.class).toInstance(kube.references());
    bind(Workloads.class).toInstance(kube.workloads());
    bind(OwnAccount.class).toInstance(kube.ownAccount());
    bind(Events.class).toInstance(kube.events());
    bind(Engines.class).toInstance(new PluginEngines(plugins.engines()));
    bind(StoreRegistry.class).toInstance(plugins.stores());
    bind(Workers.class).toInstance(workers);
    bind(Stores.class).toInstance(new PluginStores(plugins.stores()));
    bind(BackupObserver.class).toInstance(telemetry.backups());
    bind(Path.class).annotatedWith(VolumeRoot.class).toInstance(config.worker().claimRoot());
    bind(WorkerSettings.class).toInstance(config.worker());
    bind(StoreRules.class).toInstance(config.stores());
    bind(InstanceObserver.class).toInstance(telemetry.instances());
    bind(DiscoveryObserver.class).toInstance(telemetry.discovery());
    bind(ManagedObserver.class).toInstance(telemetry.managed());
    bind(ScheduleObserver.class).toInstance(telemetry.schedules());
    bind(InstantSource.class).toInstance(clock);
    bind(RandomGenerator.class).toInstance(new SecureRandom());
    bind(Executor.class).toInstance(Executors.newVirtualThreadPerTaskExecutor());
    bind(CrossNamespace.class).toInstance(config.crossNamespace());
    bind(Duration.class)
        .annotatedWith(DefaultDriftInterval.class)
        .toInstance(config.defaultDriftInterval());
  }

  @Provides
  @Singleton
  OperatorIdentity identity() {
    return new OperatorIdentity(kube.clusterId(), config.instanceId());
  }

  @Provides
  @Singleton
  StoreContext storeContext(RandomGenerator random) {
    return new WorkerContext(clock, random, List.of(), STATEMENT);
  }

  @Provides
  @Singleton
  EngineContext engineContext(RandomGenerator random) {
    return new HostContext(
        clock, random, config.limits().serverConnections(), config.worker().toolFolders());
  }
}
