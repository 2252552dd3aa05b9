package io.dbprovision.core.reconcile;

import com.google.inject.AbstractModule;
import com.google.inject.Binder;
import com.google.inject.multibindings.OptionalBinder;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.config.CrossNamespace;
import io.dbprovision.core.discovery.DiscoveryObserver;
import io.dbprovision.core.instance.Engines;
import io.dbprovision.core.instance.InstanceObserver;
import io.dbprovision.core.kube.ConfigMaps;
import io.dbprovision.core.kube.Events;
import io.dbprovision.core.kube.Namespaces;
import io.dbprovision.core.kube.References;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.kube.Secrets;
import io.dbprovision.core.kube.Workloads;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.EngineContext;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.testkit.TestContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/** Binds what surrounds the reconcilers to a world of maps. */
final class FakeSurroundings extends AbstractModule {
  private final World world;
  private final Engine engine;

  FakeSurroundings(World world) {
    this(world, world.engine());
  }

  FakeSurroundings(World world, Engine engine) {
    this.world = world;
    this.engine = engine;
  }

  @Override
  protected void configure() {
    Binder binder = binder();
    binder.requireExplicitBindings();
    bind(Resources.class).toInstance(world.resources());
    bind(Secrets.class).toInstance(world.secrets());
    bind(References.class).toInstance(world.secrets());
    bind(ConfigMaps.class).toInstance((namespace, name) -> Optional.empty());
    bind(Namespaces.class).toInstance(world.namespaces());
    bind(Workloads.class).toInstance(world.workloads());
    bind(Events.class).toInstance(world.events());
    bind(CrossNamespace.class).toInstance(CrossNamespace.CONSENT);
    bind(Engines.class).toInstance(new OneEngine(engine));
    bind(InstanceObserver.class).toInstance(new Unobserved());
    bind(DiscoveryObserver.class).toInstance(new DiscoveryUnobserved());
    OptionalBinder.newOptionalBinder(binder, BeforeDrop.class)
        .setDefault()
        .toInstance(new NothingKept());
    bind(ManagedObserver.class).toInstance(new Unobserved());
    bind(InstantSource.class).toInstance(world.clock());
    // an operator that is started anew makes other passwords than the one before it
    bind(RandomGenerator.class)
        .toInstance(new Random(4711 + world.clock().instant().getEpochSecond()));
    bind(Executor.class).toInstance(Runnable::run);
    bind(Duration.class).annotatedWith(DefaultDriftInterval.class).toInstance(World.DRIFT_INTERVAL);
    bind(OperatorIdentity.class).toInstance(new OperatorIdentity("cluster", "default"));
    bind(EngineContext.class).toInstance(TestContext.standard());
  }

  private record OneEngine(Engine engine) implements Engines {
    @Override
    public Collection<Engine> all() {
      return List.of(engine);
    }

    @Override
    public Optional<Engine> find(EngineName name) {
      return engine.names().contains(name) ? Optional.of(engine) : Optional.empty();
    }

    @Override
    public String whyMissing(EngineName name) {
      return "no plugin brings " + name;
    }
  }

  private static final class Unobserved implements InstanceObserver, ManagedObserver {
    @Override
    public void probed(CustomResource instance, boolean reached, Duration took) {}

    @Override
    public void operation(
        CustomResource resource, Work work, String engine, boolean success, Duration took) {}

    @Override
    public void known(CustomResource resource) {}

    @Override
    public void known(CustomResource resource, String engine, Collection<String> privileges) {}

    @Override
    public void forgotten(ResourceKey resource) {}
  }
}
