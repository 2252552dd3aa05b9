package io.dbprovision.core.kube;

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
import io.dbprovision.core.instance.Engines;
import io.dbprovision.core.instance.InstanceObserver;
import io.dbprovision.core.reconcile.BeforeDrop;
import io.dbprovision.core.reconcile.DefaultDriftInterval;
import io.dbprovision.core.reconcile.DiscoveryUnobserved;
import io.dbprovision.core.reconcile.ManagedObserver;
import io.dbprovision.core.reconcile.NothingKept;
import io.dbprovision.core.reconcile.OperatorIdentity;
import io.dbprovision.core.reconcile.ReconcileModule;
import io.dbprovision.core.reconcile.Wakeups;
import io.dbprovision.core.runtime.Reconciler;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.EngineContext;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.testkit.TestContext;
import io.dbprovision.spi.testkit.memory.InMemoryEngine;
import io.dbprovision.spi.testkit.memory.InMemoryServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The reconcilers as the operator wires them, on a real API server with the definitions that we
 * ship: a cluster-wide instance, its login in one namespace, a database of another one on it.
 */
@Tag("cluster")
class ClusterInstanceClusterTest {
  private static final String FORCE = "dbops.dbprovision.io/force-delete=true";

  private static final TestCluster cluster = TestCluster.started("wide");

  private final String logins = cluster.namespace();
  private final String team = cluster.namespace();
  private final InMemoryEngine engine = new InMemoryEngine();
  private final InMemoryServer server =
      engine.server("db.test", 5000, new Credentials("admin", SecretText.of("secret")));
  private final Kube kube =
      new Kube(
          cluster.clients(),
          "default",
          // the logins' namespace is not even watched
          Set.of(team),
          16,
          (kind, operation) -> {},
          InstantSource.system());
  private final Injector injector = Guice.createInjector(new ReconcileModule(), new Surroundings());
  private final Map<CustomKind, Reconciler<ResourceKey>> reconcilers =
      injector.getInstance(Key.get(new TypeLiteral<Map<CustomKind, Reconciler<ResourceKey>>>() {}));

  @BeforeEach
  void start() throws Exception {
    String crds =
        Path.of(System.getProperty("dbops.repo", ".."), "distribution/config/crd").toString();
    cluster.kubectl("apply", "--server-side", "--force-conflicts", "-k", crds);
    injector.getInstance(Wakeups.class).declareIndexes();
    kube.start().get(30, TimeUnit.SECONDS);
    cluster.kubectl(
        "-n",
        logins,
        "create",
        "secret",
        "generic",
        "login",
        "--from-literal=username=admin",
        "--from-literal=password=secret");
  }

  @AfterEach
  void stop() {
    kube.close();
  }

  @Test
  void aDatabaseOfAnyNamespaceLivesOnItAndBothGoWhenTheUserAgrees() {
    cluster.apply(
        """
        apiVersion: dbops.dbprovision.io/v1alpha1
        kind: ClusterDatabaseInstance
        metadata: {name: shared}
        spec:
          engine: postgres
          connection: {host: db.test, port: 5000, database: main, secretRef: {name: login}}
        """);
    eventually("it is invalid", () -> field("{.status.message}").contains("secretRef.namespace"));
    assertThat(field("{.status.phase}")).isEqualTo("Failed");

    patch("{\"spec\":{\"connection\":{\"secretRef\":{\"namespace\":\"%s\"}}}}".formatted(logins));
    eventually("it is connected", () -> field("{.status.phase}").equals("Ready"));
    assertThat(field("{.metadata.finalizers}"))
        .isEqualTo("[\"dbops.dbprovision.io/clusterdatabaseinstance-finalizer\"]");
    Eventually.soon(
        "its Events are in namespace default",
        () ->
            cluster
                .kubectl("-n", "default", "get", "events", "-o=jsonpath={.items[*].reason}")
                // in any order
                .matches("(?=.*\\bConnectionFailed\\b)(?=.*\\bConnected\\b).*"));

    cluster.apply(
        """
        apiVersion: dbops.dbprovision.io/v1alpha1
        kind: Database
        metadata: {namespace: %s, name: shop}
        spec: {name: shop, clusterInstanceRef: {name: shared}, deletionProtection: false}
        """
            .formatted(team));
    eventually("the database is there", () -> server.databases().containsKey("shop"));

    cluster.kubectl("delete", "cdbi", "shared", "--wait=false");
    eventually("protected", () -> ready().equals("DeletionProtected"));
    patch("{\"spec\":{\"deletionProtection\":false}}");
    eventually("blocked", () -> ready().equals("DependenciesExist"));
    cluster.kubectl("annotate", "cdbi", "shared", FORCE);
    eventually("asked", () -> field("{.status.phase}").equals("PendingDeletion"));
    assertThat(field("{.status.deletionConfirmation.children}"))
        .isEqualTo("[\"Database/" + team + "/shop\"]");
    assertThat(server.databases()).containsKey("shop");

    String hash = field("{.status.deletionConfirmation.hash}");
    cluster.kubectl(
        "annotate", "cdbi", "shared", "dbops.dbprovision.io/confirm-force-delete=" + hash);
    eventually("both are gone", () -> cluster.kubectl("get", "cdbi", "-o", "name").isEmpty());
    assertThat(cluster.kubectl("-n", team, "get", "db", "-o", "name")).isEmpty();
    assertThat(server.databases()).doesNotContainKey("shop");
  }

  /** Looks at every object again and again, as nobody else does here. */
  private void eventually(String what, java.util.function.BooleanSupplier condition) {
    Eventually.soon(
        what,
        () -> {
          for (CustomKind kind : List.of(CustomKind.DATABASE, CustomKind.CLUSTER_INSTANCE)) {
            kube.resources().list(kind).forEach(this::reconcile);
          }
          return condition.getAsBoolean();
        });
  }

  private void reconcile(CustomResource resource) {
    try {
      Objects.requireNonNull(reconcilers.get(resource.kind())).reconcile(resource.key());
    } catch (KubeException e) {
      // somebody wrote it meanwhile; the controller would come back as well
      assertThat(e.kind()).isIn(KubeException.Kind.CONFLICT, KubeException.Kind.NOT_FOUND);
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts", e);
    }
  }

  private String field(String path) {
    return cluster.kubectl("get", "cdbi", "shared", "-o=jsonpath=" + path);
  }

  private String ready() {
    return field("{.status.conditions[?(@.type==\"Ready\")].reason}");
  }

  private void patch(String change) {
    cluster.kubectl("patch", "cdbi", "shared", "--type=merge", "-p", change);
  }

  private final class Surroundings extends AbstractModule {
    @Override
    protected void configure() {
      bind(Resources.class).toInstance(kube.resources());
      bind(Secrets.class).toInstance(kube.secrets());
      bind(References.class).toInstance(kube.references());
      bind(ConfigMaps.class).toInstance(kube.configMaps());
      bind(Namespaces.class).toInstance(kube.namespaces());
      bind(Workloads.class).toInstance(kube.workloads());
      bind(Events.class).toInstance(kube.events());
      bind(CrossNamespace.class).toInstance(CrossNamespace.DENY);
      bind(Engines.class).toInstance(new AnyEngine(engine));
      bind(InstanceObserver.class).toInstance(new Unobserved());
      bind(BeforeDrop.class).toInstance(new NothingKept());
      bind(ManagedObserver.class).toInstance(new Unobserved());
      bind(DiscoveryObserver.class).toInstance(new DiscoveryUnobserved());
      bind(InstantSource.class).toInstance(InstantSource.system());
      bind(RandomGenerator.class).toInstance(new Random(1));
      bind(Executor.class).toInstance(Runnable::run);
      bind(Duration.class)
          .annotatedWith(DefaultDriftInterval.class)
          .toInstance(Duration.ofHours(8));
      bind(OperatorIdentity.class).toInstance(new OperatorIdentity("cluster", "default"));
      bind(EngineContext.class).toInstance(TestContext.standard());
    }
  }

  /** The schema allows real engines only; here each name means the server of maps. */
  private record AnyEngine(Engine engine) implements Engines {
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
      throw new AssertionError("there is one for every name");
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
