package io.dbprovision.core.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.config.CrossNamespace;
import io.dbprovision.core.deletion.Cascade;
import io.dbprovision.core.fake.FakeEvents;
import io.dbprovision.core.fake.FakeNamespaces;
import io.dbprovision.core.fake.FakeResources;
import io.dbprovision.core.fake.FakeSecrets;
import io.dbprovision.core.fake.Writes;
import io.dbprovision.core.reference.Consent;
import io.dbprovision.core.reference.Indexes;
import io.dbprovision.core.reference.SecretReader;
import io.dbprovision.core.runtime.Outcome;
import io.dbprovision.core.status.StatusWriter;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.Databases;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.TlsMode;
import io.dbprovision.spi.TlsSettings;
import io.dbprovision.spi.testkit.TestContext;
import io.dbprovision.spi.testkit.memory.InMemoryEngine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An instance that belongs to no namespace; its login lies in one that it names. */
class ClusterInstanceTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);
  private static final ResourceKey KEY = new ResourceKey(CustomKind.CLUSTER_INSTANCE, "", "shared");
  private static final ResourceKey DATABASE = new ResourceKey(CustomKind.DATABASE, "team", "shop");

  private final Writes writes = new Writes();
  private final FakeResources resources = new FakeResources(writes);
  private final FakeSecrets secrets = new FakeSecrets(writes);
  private final FakeEvents events = new FakeEvents();
  private final Servers servers = new Servers();
  private final InMemoryEngine engine = new InMemoryEngine();
  private final EndpointFactory endpoints =
      new EndpointFactory(
          new SecretReader(
              secrets,
              (namespace, name) -> Optional.empty(),
              // the strictest rule: it is for objects that have a namespace
              new Consent(CrossNamespace.DENY, new FakeNamespaces(), events)));
  private final InstanceReconciler reconciler = reconciler();

  ClusterInstanceTest() {
    engine.server("db.test", 5000, new Credentials("admin", SecretText.of("secret")));
    secrets.put("login", Map.of("username", "admin", "password", "secret"));
    secrets.put("tls", Map.of("ca.crt", "-- a certificate --"));
  }

  @Test
  void itConnectsWithALoginOfTheNamespaceItNamesAndNeedsNoConsent() {
    apply(spec("secretRef", Map.of("name", "login", "namespace", "default")));

    reconciler.reconcile(KEY);

    assertThat(status().text("phase")).contains("Ready");
    assertThat(servers.state(KEY)).isInstanceOf(ServerState.Available.class);
    assertThat(current().metadata().finalizers())
        .containsExactly("dbops.dbprovision.io/clusterdatabaseinstance-finalizer");
    assertThat(events.seen())
        .satisfiesExactly(
            first -> assertThat(first).startsWith("Connected shared"),
            second -> assertThat(second).startsWith("HealthCheckPassed shared"));
  }

  @Test
  void withoutTheNamespaceOfItsSecretItIsInvalidByThatField() {
    apply(spec("secretRef", Map.of("name", "login")));

    assertThat(reconciler.reconcile(KEY))
        .isInstanceOfSatisfying(
            Outcome.RequeueAfter.class,
            after -> assertThat(after.delay()).isEqualTo(Duration.ofMinutes(1)));

    assertThat(status().text("phase")).contains("Failed");
    assertThat(status().text("message", ""))
        .isEqualTo(
            "InvalidSpec: spec.connection.secretRef.namespace: is missing; a"
                + " ClusterDatabaseInstance has no namespace of its own to find Secret login in");
  }

  @Test
  void theOlderNameOfTheReferenceNeedsItsNamespaceAsWell() {
    apply(spec("existingSecret", Map.of("name", "login")));
    reconciler.reconcile(KEY);
    assertThat(status().text("message", ""))
        .startsWith("InvalidSpec: spec.connection.existingSecret.namespace: is missing");
  }

  @Test
  void itsCertificatesAreReadWhereItsLoginIs() {
    Map<String, Object> spec =
        new LinkedHashMap<>(spec("secretRef", Map.of("name", "login", "namespace", "default")));
    spec.put(
        "tls", Map.of("enabled", true, "mode", "verify-ca", "secretRef", Map.of("name", "tls")));
    apply(spec);

    TlsSettings tls = endpoints.endpoint(current(), InMemoryEngine.NAME, "memory").tls();

    assertThat(tls.mode()).isEqualTo(TlsMode.VERIFY_CA);
    assertThat(tls.ca()).contains("-- a certificate --");
  }

  @Test
  void oneThatOnlyAnEarlierOperatorsFinalizerHoldsIsLetGo() {
    apply(spec("secretRef", Map.of("name", "login", "namespace", "default")));
    resources.hold(KEY, "dbops.dbprovision.io/cluster-instance-protection");
    resources.requestDeletion(KEY);

    reconciler.reconcile(KEY);

    assertThat(resources.get(KEY)).isEmpty();
  }

  @Test
  void aForeignFinalizerAloneIsNoneOfOurBusiness() {
    apply(spec("secretRef", Map.of("name", "login", "namespace", "default")));
    resources.hold(KEY, "example.com/theirs");
    resources.requestDeletion(KEY);
    CustomResource before = current();

    reconciler.reconcile(KEY);

    assertThat(current()).isEqualTo(before);
  }

  @Test
  void whatLivesOnItIsNamedWithItsNamespaceAndGoesOnceTheUserAgrees() {
    apply(spec("secretRef", Map.of("name", "login", "namespace", "default")));
    reconciler.reconcile(KEY);
    resources.put(DATABASE, Map.of("clusterInstanceRef", Map.of("name", "shared")), Map.of());
    resources.requestDeletion(KEY);
    annotate(Map.of(Keys.FORCE_DELETE, "true"));
    reconciler.reconcile(KEY);
    Fields asked = status().object("deletionConfirmation");
    assertThat(asked.texts("children")).containsExactly("Database/team/shop");
    // printf 'Database/team/shop' | sha256sum | cut -c1-8
    assertThat(asked.text("hash")).contains("0d73790b");

    annotate(Map.of(Keys.FORCE_DELETE, "true", Keys.CONFIRM_FORCE_DELETE, "0d73790b"));
    assertThat(reconciler.reconcile(KEY))
        .isInstanceOfSatisfying(
            Outcome.RequeueAfter.class,
            after -> assertThat(after.delay()).isEqualTo(Duration.ofSeconds(5)));
    assertThat(resources.get(DATABASE)).isEmpty();
    reconciler.reconcile(KEY);

    assertThat(resources.get(KEY)).isEmpty();
    assertThat(servers.state(KEY)).isInstanceOf(ServerState.Unknown.class);
  }

  private static Map<String, Object> spec(String field, Map<String, Object> reference) {
    return Map.of(
        "engine",
        InMemoryEngine.NAME.value(),
        "deletionProtection",
        false,
        "connection",
        Map.of("host", "db.test", "port", 5000, field, reference));
  }

  private void apply(Map<String, Object> spec) {
    resources.put(KEY, spec, Map.of());
  }

  private void annotate(Map<String, String> annotations) {
    resources.put(KEY, current().spec().values(), annotations);
  }

  private CustomResource current() {
    return resources.get(KEY).orElseThrow();
  }

  private Fields status() {
    return current().status();
  }

  private InstanceReconciler reconciler() {
    resources.index(
        CustomKind.DATABASE,
        Indexes.INSTANCE,
        database -> database.spec().object("clusterInstanceRef").text("name").stream().toList());
    for (CustomKind grant : List.of(CustomKind.GRANT, CustomKind.CLUSTER_GRANT)) {
      resources.index(grant, Indexes.DATABASE, object -> List.of());
      resources.index(grant, Indexes.GRANTEE, object -> List.of());
    }
    Connections connections = new Connections(TestContext.standard());
    StatusWriter statuses = new StatusWriter(resources, new Random(1));
    Children children = new Children(resources, Set.of(new OnlyDatabases()));
    return new InstanceReconciler(
        resources,
        new Probe(
            new OneEngine(engine),
            endpoints,
            new PendingAdmin(secrets),
            connections,
            Runnable::run),
        servers,
        connections,
        new InstanceDeletion(
            resources,
            children,
            new Cascade(resources, new FakeNamespaces(), statuses, events, CLOCK)),
        new LossWatch(new LossBrake(children, new SameServer(resources)), Runnable::run),
        new AdminRotation(
            secrets, new PendingAdmin(secrets), resources, servers, events, new Random(1)),
        Set.of(new NoSurvey()),
        statuses,
        new InstanceEvents(events),
        new Unobserved(),
        CLOCK);
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

  private static final class OnlyDatabases implements Tracked {
    @Override
    public CustomKind kind() {
      return CustomKind.DATABASE;
    }

    @Override
    public Class<? extends Managed<?>> capability() {
      return Databases.class;
    }

    @Override
    public String serverName(CustomResource resource) {
      return resource.spec().text("name", "");
    }

    @Override
    public boolean dropped(CustomResource resource) {
      return true;
    }

    @Override
    public Optional<String> witnessed(CustomResource resource) {
      return Optional.empty();
    }
  }

  private static final class Unobserved implements InstanceObserver {
    @Override
    public void probed(CustomResource instance, boolean reached, Duration took) {}

    @Override
    public void known(CustomResource instance) {}

    @Override
    public void forgotten(ResourceKey instance) {}
  }
}
