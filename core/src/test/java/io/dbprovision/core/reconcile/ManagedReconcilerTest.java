package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.config.CrossNamespace;
import io.dbprovision.core.discovery.DiscoveryObserver;
import io.dbprovision.core.fake.FakeEvents;
import io.dbprovision.core.fake.FakeResources;
import io.dbprovision.core.fake.FakeSecrets;
import io.dbprovision.core.fake.FakeWorkloads;
import io.dbprovision.core.fake.Writes;
import io.dbprovision.core.instance.Engines;
import io.dbprovision.core.instance.InstanceObserver;
import io.dbprovision.core.kube.ConfigMaps;
import io.dbprovision.core.kube.Events;
import io.dbprovision.core.kube.Namespaces;
import io.dbprovision.core.kube.References;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.kube.Secrets;
import io.dbprovision.core.kube.Workloads;
import io.dbprovision.core.operator.HostContext;
import io.dbprovision.core.runtime.Outcome;
import io.dbprovision.core.runtime.Reconciler;
import io.dbprovision.core.runtime.Report;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.EngineContext;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.testkit.memory.InMemoryEngine;
import io.dbprovision.spi.testkit.memory.InMemoryServer;
import io.dbprovision.spi.testkit.memory.Operation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the log and the metrics are told of a managed object's reconciles. */
class ManagedReconcilerTest {
  private static final ResourceKey SERVER =
      new ResourceKey(CustomKind.INSTANCE, "default", "server");
  private static final ResourceKey ORDERS =
      new ResourceKey(CustomKind.DATABASE, "default", "orders");

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final FakeResources resources = new FakeResources(new Writes());
  private final FakeSecrets secrets = new FakeSecrets(new Writes());
  private final InMemoryEngine engine = new InMemoryEngine();
  private final InMemoryServer server =
      engine.server("db", 1, new Credentials("admin", SecretText.of("secret")));
  private final List<String> counted = new ArrayList<>();
  private final Map<CustomKind, Reconciler<ResourceKey>> reconcilers = reconcilers();

  @BeforeEach
  void aServer() throws Exception {
    secrets.put("admin", Map.of("username", "admin", "password", "secret"));
    resources.put(
        SERVER,
        Map.of(
            "engine",
            "memory",
            "connection",
            Map.of("host", "db", "port", 1, "secretRef", Map.of("name", "admin"))),
        Map.of());
    assertThat(reconcile(SERVER).did()).startsWith("connected to");
  }

  @Test
  void whatWasMadeIsToldWithTheIdOfTheStatusAndOnlyOnce() throws Exception {
    database(Map.of());

    Report report = reconcile(ORDERS);

    assertThat(report.did()).startsWith("created: ");
    assertThat(report.reason()).isEmpty();
    assertThat(report.reconcileId()).isNotEmpty().isEqualTo(reconcileId());
    assertThat(reconcile(ORDERS).did()).isEmpty();
    assertThat(counted).containsExactly("CREATE memory true");
  }

  @Test
  void aRefusalIsToldWithItsReasonAndCountedAsAFailure() throws Exception {
    server.fail(Operation.APPLY, ErrorKind.PERMISSION);
    database(Map.of());

    Report report = reconcile(ORDERS);

    assertThat(report.reason()).isEqualTo("PermissionDenied");
    assertThat(report.did()).isNotEmpty();
    assertThat(report.reconcileId()).isNotEmpty().isEqualTo(reconcileId());
    assertThat(reconcile(ORDERS).did()).as("the same refusal again is no news").isEmpty();
    assertThat(counted).containsExactly("CREATE memory false", "CREATE memory false");
  }

  @Test
  void aLookForDriftIsCountedByHowItWent() throws Exception {
    database(Map.of());
    reconcile(ORDERS);
    now = now.plus(Duration.ofDays(1));
    reconcile(ORDERS);
    now = now.plus(Duration.ofDays(1));
    server.failAll(ErrorKind.PERMISSION);
    reconcile(ORDERS);

    assertThat(counted)
        .containsExactly(
            "CREATE memory true", "DRIFT_DETECTION memory true", "DRIFT_DETECTION memory false");
  }

  @Test
  void aCorrectionHasAnIdEvenWhenTheStatusSaysTheSameAsBefore() throws Exception {
    database(
        Map.of("driftPolicy", Map.of("mode", "correct"), "memory", Map.of("connectionLimit", 5)));
    reconcile(ORDERS);
    now = now.plus(Duration.ofDays(1));
    reconcile(ORDERS);
    String before = reconcileId();
    server
        .databases()
        .computeIfPresent("orders", (name, stored) -> stored.withAttribute("connectionLimit", 9));
    now = now.plus(Duration.ofDays(1));

    Report report = reconcile(ORDERS);

    assertThat(report.did()).isEqualTo("drift corrected: connectionLimit");
    assertThat(reconcileId()).as("the status is not written").isEqualTo(before);
    assertThat(report.reconcileId()).isNotEmpty().isNotEqualTo(before);
  }

  @Test
  void aRemovalIsToldAndAFailedOneIsCountedAsAFailure() throws Exception {
    database(Map.of("deletionProtection", false));
    reconcile(ORDERS);
    resources.requestDeletion(ORDERS);
    server.fail(Operation.REMOVAL, ErrorKind.PERMISSION);

    assertThat(reconcile(ORDERS).reason()).isEqualTo("PermissionDenied");
    server.recover();
    Report removal = reconcile(ORDERS);
    assertThat(removal.did()).isEqualTo("orders removed from the server");
    assertThat(removal.reconcileId()).isNotEmpty();
    assertThat(counted)
        .containsExactly("CREATE memory true", "DELETE memory false", "DELETE memory true");
  }

  @Test
  void initSqlIsCountedApartFromTheDatabase() throws Exception {
    database(Map.of("initSQL", Map.of("inline", List.of("select 1"))));

    reconcile(ORDERS);

    // the server of this test runs no scripts
    assertThat(counted).containsExactly("CREATE memory true", "INIT_SQL memory false");
  }

  private void database(Map<String, Object> more) {
    Map<String, Object> spec = new LinkedHashMap<>(more);
    spec.put("name", "orders");
    spec.put("instanceRef", Map.of("name", "server"));
    resources.put(ORDERS, spec, Map.of());
  }

  private Report reconcile(ResourceKey key) throws InterruptedException {
    Outcome outcome = Optional.ofNullable(reconcilers.get(key.kind())).orElseThrow().reconcile(key);
    return outcome.report();
  }

  private String reconcileId() {
    return resources.get(ORDERS).orElseThrow().status().text("reconcileID", "");
  }

  private Map<CustomKind, Reconciler<ResourceKey>> reconcilers() {
    Injector injector = Guice.createInjector(new ReconcileModule(), new Fakes());
    injector.getInstance(Wakeups.class).declareIndexes();
    return injector.getInstance(
        Key.get(new TypeLiteral<Map<CustomKind, Reconciler<ResourceKey>>>() {}));
  }

  private final class Fakes extends AbstractModule {
    @Override
    protected void configure() {
      InstantSource clock = () -> now;
      bind(Resources.class).toInstance(resources);
      bind(Secrets.class).toInstance(secrets);
      bind(ConfigMaps.class).toInstance((namespace, name) -> Optional.empty());
      bind(Namespaces.class).toInstance(name -> Optional.empty());
      bind(References.class).toInstance(new NoReferences());
      bind(Workloads.class).toInstance(new FakeWorkloads(new Writes()));
      bind(Events.class).toInstance(new FakeEvents());
      bind(CrossNamespace.class).toInstance(CrossNamespace.CONSENT);
      bind(Engines.class).toInstance(new OnlyMemory());
      bind(InstanceObserver.class).toInstance(new Unheard());
      bind(DiscoveryObserver.class).toInstance(new DiscoveryUnobserved());
      bind(BeforeDrop.class).toInstance(new NothingKept());
      bind(ManagedObserver.class).toInstance(new Noting());
      bind(InstantSource.class).toInstance(clock);
      bind(RandomGenerator.class).toInstance(new Random(1));
      bind(Executor.class).toInstance(Runnable::run);
      bind(Duration.class)
          .annotatedWith(DefaultDriftInterval.class)
          .toInstance(Duration.ofHours(8));
      bind(CrossNamespace.class).toInstance(CrossNamespace.CONSENT);
      bind(OperatorIdentity.class).toInstance(new OperatorIdentity("cluster", "default"));
      bind(EngineContext.class).toInstance(new HostContext(clock, new Random(1), 1));
    }
  }

  private final class Noting implements ManagedObserver {
    @Override
    public void operation(
        CustomResource resource, Work work, String name, boolean success, Duration took) {
      counted.add(work + " " + name + " " + success);
    }

    @Override
    public void known(CustomResource resource, String name, Collection<String> privileges) {
      assertThat(name).isEqualTo("memory");
    }

    @Override
    public void forgotten(ResourceKey resource) {}
  }

  private static final class Unheard implements InstanceObserver {
    @Override
    public void probed(CustomResource instance, boolean reached, Duration took) {}

    @Override
    public void known(CustomResource instance) {}

    @Override
    public void forgotten(ResourceKey instance) {}
  }

  private final class OnlyMemory implements Engines {
    @Override
    public Collection<Engine> all() {
      return List.of(engine);
    }

    @Override
    public Optional<Engine> find(EngineName name) {
      return Optional.of(engine);
    }

    @Override
    public String whyMissing(EngineName name) {
      return "it is there";
    }
  }

  private static final class NoReferences implements References {
    @Override
    public Optional<String> version(Type type, String namespace, String name) {
      return Optional.empty();
    }

    @Override
    public boolean absent(Type type, String namespace, String name) {
      return false;
    }

    @Override
    public void subscribe(Type type, Listener listener) {}
  }
}
