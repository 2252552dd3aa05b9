package io.dbprovision.core.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.config.CrossNamespace;
import io.dbprovision.core.deletion.Cascade;
import io.dbprovision.core.fake.FakeEvents;
import io.dbprovision.core.fake.FakeResources;
import io.dbprovision.core.fake.FakeSecrets;
import io.dbprovision.core.fake.Writes;
import io.dbprovision.core.operator.HostContext;
import io.dbprovision.core.reference.Consent;
import io.dbprovision.core.reference.Indexes;
import io.dbprovision.core.reference.Refs;
import io.dbprovision.core.reference.SecretReader;
import io.dbprovision.core.runtime.Outcome;
import io.dbprovision.core.status.StatusWriter;
import io.dbprovision.spi.Databases;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.Managed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InstanceReconcilerTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);
  private static final ResourceKey KEY = new ResourceKey(CustomKind.INSTANCE, "default", "server");

  private final Writes writes = new Writes();
  private final FakeResources resources = new FakeResources(writes);
  private final FakeEvents events = new FakeEvents();
  private final Servers servers = new Servers();
  private final List<String> observed = new ArrayList<>();
  private final List<Fields> meanwhile = new ArrayList<>();
  private final InstanceReconciler reconciler = reconciler();

  @Test
  void anInstanceOfOursGetsAFinalizerAndAStatus() {
    instance();

    reconciler.reconcile(KEY);

    assertThat(resources.get(KEY).orElseThrow().hasFinalizer()).isTrue();
    assertThat(writes.count()).as("finalizer, first status and status").isEqualTo(3);
    assertThat(observed).containsExactly("probed", "known");
  }

  @Test
  void whoLooksBeforeTheServerAnswersSeesThatItIsWaitedFor() {
    instance();

    reconciler.reconcile(KEY);

    assertThat(meanwhile)
        .singleElement()
        .satisfies(
            status -> {
              assertThat(status.text("phase")).contains("Pending");
              assertThat(status.text("message")).contains("connecting to the server");
              assertThat(status.has("conditions")).isFalse();
            });
  }

  @Test
  void theServerOfAnotherOperatorsInstanceIsLookedAtButTheObjectIsLeftAlone() {
    CustomResource before = instance();
    resources.others.add(KEY);

    reconciler.reconcile(KEY);

    assertThat(servers.state(KEY)).isInstanceOf(ServerState.Down.class);
    assertThat(resources.get(KEY)).contains(before);
    assertThat(writes.count()).isZero();
    assertThat(events.seen()).isEmpty();
    assertThat(observed).containsExactly("forgotten");
  }

  @Test
  void aFailureIsToldWithTheIdOfTheReconcileThatWroteIt() {
    instance();
    reconciler.reconcile(KEY);
    String id = resources.get(KEY).orElseThrow().status().text("reconcileID", "");
    assertThat(id).hasSize(8);
    assertThat(events.seen())
        .anyMatch(event -> event.startsWith("ConnectionFailed server: "))
        .anyMatch(event -> event.startsWith("ReconcileFailed server: [" + id + "] "));
  }

  @Test
  void whatWasRefusedIsLookedAtAgainAsTheServerMayHaveChangedAndNotTheManifest() {
    instance();

    assertThat(reconciler.reconcile(KEY))
        .isInstanceOfSatisfying(
            Outcome.RequeueAfter.class,
            again -> assertThat(again.delay()).isEqualTo(Duration.ofSeconds(60)));
  }

  @Test
  void anotherOperatorsInstanceIsNotLetGo() {
    instance();
    reconciler.reconcile(KEY);
    resources.requestDeletion(KEY);
    resources.others.add(KEY);

    reconciler.reconcile(KEY);

    assertThat(resources.get(KEY).orElseThrow().hasFinalizer()).isTrue();
  }

  @Test
  void anInstanceOfOursIsKeptWhileAnotherOperatorsDatabaseDependsOnIt() {
    instance();
    reconciler.reconcile(KEY);
    ResourceKey database = new ResourceKey(CustomKind.DATABASE, "default", "theirs");
    resources.put(database, Map.of("instanceRef", Map.of("name", "server")), Map.of());
    resources.others.add(database);
    resources.requestDeletion(KEY);

    reconciler.reconcile(KEY);

    assertThat(resources.get(KEY).orElseThrow().status().text("message", ""))
        .isEqualTo("1 objects of other operators depend on it: Database/theirs; delete them first");
    resources.requestDeletion(database);
    reconciler.reconcile(KEY);
    assertThat(resources.get(KEY)).isEmpty();
  }

  @Test
  void aWriteThatMeetsANewerObjectIsTriedAgainSoonAndIsNoCrash() {
    instance();
    resources.contested.add(KEY);

    Outcome outcome = reconciler.reconcile(KEY);

    assertThat(outcome).isInstanceOf(Outcome.RequeueAfter.class);
    assertThat(outcome.report().reason()).isEqualTo("CONFLICT");
  }

  private CustomResource instance() {
    resources.put(KEY, Map.of("engine", "none", "deletionProtection", false), Map.of());
    return resources.get(KEY).orElseThrow();
  }

  private InstanceReconciler reconciler() {
    resources.index(
        CustomKind.DATABASE,
        Indexes.INSTANCE,
        object -> Refs.instance(object).map(ResourceKey::path).stream().toList());
    for (CustomKind grant : List.of(CustomKind.GRANT, CustomKind.CLUSTER_GRANT)) {
      resources.index(grant, Indexes.DATABASE, object -> List.of());
      resources.index(grant, Indexes.GRANTEE, object -> List.of());
    }
    Connections connections = new Connections(new HostContext(CLOCK, new Random(1), 1));
    SecretReader secrets =
        new SecretReader(
            new FakeSecrets(writes),
            (namespace, name) -> Optional.empty(),
            new Consent(CrossNamespace.CONSENT, name -> Optional.empty(), events));
    StatusWriter statuses = new StatusWriter(resources, new Random(1));
    Children children = new Children(resources, Set.of(new OnlyDatabases()));
    return new InstanceReconciler(
        resources,
        new Probe(
            new NoEngines(),
            new EndpointFactory(secrets),
            new PendingAdmin(new FakeSecrets(writes)),
            connections,
            Runnable::run),
        servers,
        connections,
        new InstanceDeletion(
            resources,
            children,
            new Cascade(resources, name -> Optional.empty(), statuses, events, CLOCK)),
        new LossWatch(new LossBrake(children, new SameServer(resources)), Runnable::run),
        new AdminRotation(
            new FakeSecrets(writes),
            new PendingAdmin(new FakeSecrets(writes)),
            resources,
            servers,
            events,
            new Random(1)),
        Set.of(new NoSurvey()),
        statuses,
        new InstanceEvents(events),
        new Noting(),
        CLOCK);
  }

  private final class NoEngines implements Engines {
    @Override
    public Collection<Engine> all() {
      return List.of();
    }

    @Override
    public Optional<Engine> find(EngineName name) {
      resources.get(KEY).map(CustomResource::status).ifPresent(meanwhile::add);
      return Optional.empty();
    }

    @Override
    public String whyMissing(EngineName name) {
      return "there are none";
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

  private final class Noting implements InstanceObserver {
    @Override
    public void probed(CustomResource instance, boolean reached, Duration took) {
      observed.add("probed");
    }

    @Override
    public void known(CustomResource instance) {
      observed.add("known");
    }

    @Override
    public void forgotten(ResourceKey instance) {
      observed.add("forgotten");
    }
  }
}
