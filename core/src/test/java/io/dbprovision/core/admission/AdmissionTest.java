package io.dbprovision.core.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.deletion.Cascade;
import io.dbprovision.core.fake.FakeEvents;
import io.dbprovision.core.fake.FakeNamespaces;
import io.dbprovision.core.fake.FakeResources;
import io.dbprovision.core.fake.Writes;
import io.dbprovision.core.instance.Engines;
import io.dbprovision.core.instance.SameServer;
import io.dbprovision.core.kube.AdmissionRequest;
import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.reference.Indexes;
import io.dbprovision.core.reference.Refs;
import io.dbprovision.core.status.StatusWriter;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.testkit.memory.InMemoryEngine;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said at once. */
class AdmissionTest {
  private static final String OPERATOR = "system:serviceaccount:system:operator";
  private static final InstantSource NOW = InstantSource.fixed(Instant.EPOCH);
  private static final ResourceKey INSTANCE = key(CustomKind.INSTANCE, "main");
  private static final ResourceKey DATABASE = key(CustomKind.DATABASE, "orders");
  private static final ResourceKey USER = key(CustomKind.USER, "app");

  private final FakeResources resources = new FakeResources(new Writes());
  private final FakeNamespaces namespaces = new FakeNamespaces();
  private final InMemoryEngine engine = new InMemoryEngine();
  private final Admission admission =
      new Admission(
          resources,
          new Spared(() -> Optional.of(OPERATOR)),
          new ProtectedDeletion(
              resources,
              new Cascade(
                  resources,
                  namespaces,
                  new StatusWriter(resources, new Random(1)),
                  new FakeEvents(),
                  NOW)),
          new SecondObject(
              resources,
              new SameServer(resources),
              new LetThrough(NOW),
              new JustMade(resources, NOW, time -> {})),
          new UnreadSections(resources, new OneEngine()));

  @BeforeEach
  void start() {
    for (CustomKind kind :
        List.of(CustomKind.DATABASE, CustomKind.USER, CustomKind.ROLE, CustomKind.CLUSTER_ROLE)) {
      resources.index(
          kind,
          Indexes.INSTANCE,
          object -> Refs.instance(object).map(ResourceKey::path).stream().toList());
    }
    put(INSTANCE, Map.of("engine", engineName()));
  }

  @Test
  void aProtectedDatabaseIsNotDeleted() {
    CustomResource database = put(DATABASE, database("orders", Map.of()));

    assertThat(delete(database).refusal())
        .hasValueSatisfying(
            why ->
                assertThat(why)
                    .contains("spec.deletionProtection is true; set it to false")
                    .contains(Keys.FORCE_DELETE + "=true"));
  }

  @Test
  void onceProtectionIsOffItIs() {
    CustomResource database =
        put(DATABASE, database("orders", Map.of("deletionProtection", false)));

    assertThat(delete(database).refusal()).isEmpty();
  }

  @Test
  void whoForcesIsNotHeld() {
    resources.put(DATABASE, database("orders", Map.of()), Map.of(Keys.FORCE_DELETE, "true"));

    assertThat(delete(get(DATABASE)).refusal()).isEmpty();
  }

  @Test
  void aLoginIsProtectedByItsAnnotation() {
    resources.put(USER, user("app"), Map.of(Keys.DELETION_PROTECTION, "true"));
    assertThat(delete(get(USER)).refusal())
        .hasValueSatisfying(why -> assertThat(why).contains("remove the annotation"));

    resources.put(USER, user("app"), Map.of());
    assertThat(delete(get(USER)).refusal()).isEmpty();
  }

  @Test
  void aNamespaceThatGoesTakesWhatIsProtectedAlong() {
    CustomResource database = put(DATABASE, database("orders", Map.of()));
    assertThat(delete(database).refusal()).as("before").isPresent();
    namespaces.terminate("team");

    assertThat(delete(database).refusal()).isEmpty();
  }

  @Test
  void anotherOperatorsObjectIsNotOurs() {
    CustomResource database = put(DATABASE, database("orders", Map.of()));
    assertThat(delete(database).refusal()).as("while it is").isPresent();
    resources.others.add(DATABASE);

    assertThat(delete(database).refusal()).isEmpty();
  }

  @Test
  void whatAnotherOperatorsPluginsReadIsNotForThisOneToSay() {
    CustomResource instance = with(INSTANCE, Map.of("engine", "nobodys"));
    assertThat(create(instance).warnings()).as("while it is").isNotEmpty();
    resources.others.add(INSTANCE);

    assertThat(create(instance).warnings()).isEmpty();
  }

  @Test
  void whatCannotBeLookedAtIsNotSaidToBeAllowed() {
    CustomResource database = put(DATABASE, database("orders", Map.of()));
    namespaces.unavailable = true;

    assertThatThrownBy(() -> delete(database)).isInstanceOf(KubeException.class);
  }

  @Test
  void whatIsOnItsWayOutIsNotHeldAnyMore() {
    put(DATABASE, database("orders", Map.of()));
    resources.hold(DATABASE, "somebody/else");
    resources.requestDeletion(DATABASE);

    assertThat(delete(get(DATABASE)).refusal()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        OPERATOR,
        "system:serviceaccount:kube-system:namespace-controller",
        "system:serviceaccount:kube-system:generic-garbage-collector",
        "system:kube-controller-manager"
      })
  void neitherTheOperatorNorKubernetesItselfIsRefused(String user) {
    CustomResource database = put(DATABASE, database("orders", Map.of()));

    assertThat(admission.of(deletion(database, user)).refusal()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "admin",
        OPERATOR + "s",
        "system:serviceaccount:team:namespace-controller",
        "system:serviceaccount:kube-system:job-controller"
      })
  void everybodyElseIs(String user) {
    CustomResource database = put(DATABASE, database("orders", Map.of()));

    assertThat(admission.of(deletion(database, user)).refusal()).isPresent();
  }

  @Test
  void whereThisOperatorDoesNotLookItSaysNothing() {
    CustomResource database = put(DATABASE, database("orders", Map.of("elsewhere", Map.of())));
    resources.watch.elsewhere.add("team");

    assertThat(delete(database).refusal()).isEmpty();
    assertThat(create(database).warnings()).isEmpty();
  }

  @Test
  void whatGoesWithAnInstanceThatSomebodyGaveUpIsNotHeld() {
    CustomResource database = put(DATABASE, database("orders", Map.of()));
    assertThat(delete(database).refusal()).as("before").isPresent();
    resources.put(INSTANCE, Map.of("engine", engineName()), Map.of(Keys.FORCE_DELETE, "true"));
    resources.hold(INSTANCE, "somebody/else");
    resources.requestDeletion(INSTANCE);
    assertThat(delete(database).refusal()).as("asked for, and not agreed to").isPresent();

    resources.applyStatus(get(INSTANCE), Map.of("deletionConfirmation", Map.of("required", false)));

    assertThat(delete(database).refusal()).isEmpty();
  }

  @Test
  void aSectionThatNobodyReadsIsWarnedOf() {
    CustomResource database =
        with(DATABASE, database("orders", Map.of("elsewhere", Map.of("encoding", "UTF8"))));

    Admission.Verdict verdict = create(database);

    assertThat(verdict.refusal()).isEmpty();
    assertThat(verdict.warnings())
        .singleElement()
        .asString()
        .contains("spec.elsewhere: has no effect");
  }

  @Test
  void anEngineWithoutAPluginIsWarnedOf() {
    assertThat(create(with(INSTANCE, Map.of("engine", "nobodys"))).warnings())
        .containsExactly("spec.engine: no plugin has it");
  }

  private Admission.Verdict create(CustomResource object) {
    return admission.of(
        new AdmissionRequest(
            "1", AdmissionRequest.Operation.CREATE, "admin", false, object, Optional.empty()));
  }

  private Admission.Verdict delete(CustomResource object) {
    return admission.of(deletion(object, "admin"));
  }

  private static AdmissionRequest deletion(CustomResource object, String user) {
    return new AdmissionRequest(
        "1", AdmissionRequest.Operation.DELETE, user, false, object, Optional.of(object));
  }

  private CustomResource put(ResourceKey key, Map<String, Object> spec) {
    resources.put(key, spec, Map.of());
    return get(key);
  }

  /** One that is not stored. */
  private static CustomResource with(ResourceKey key, Map<String, Object> spec) {
    FakeResources apart = new FakeResources(new Writes());
    apart.put(key, spec, Map.of());
    return apart.get(key).orElseThrow();
  }

  private CustomResource get(ResourceKey key) {
    return resources.get(key).orElseThrow();
  }

  private static ResourceKey key(CustomKind kind, String name) {
    return new ResourceKey(kind, "team", name);
  }

  private static Map<String, Object> database(String name, Map<String, Object> more) {
    Map<String, Object> spec = new java.util.HashMap<>(more);
    spec.put("instanceRef", Map.of("name", "main"));
    spec.put("name", name);
    return spec;
  }

  private static Map<String, Object> user(String name) {
    return Map.of("instanceRef", Map.of("name", "main"), "username", name);
  }

  private String engineName() {
    return InMemoryEngine.NAME.value();
  }

  private final class OneEngine implements Engines {
    @Override
    public Optional<Engine> find(EngineName name) {
      return engine.names().contains(name) ? Optional.of(engine) : Optional.empty();
    }

    @Override
    public Collection<Engine> all() {
      return List.of(engine);
    }

    @Override
    public String whyMissing(EngineName name) {
      return "no plugin has it";
    }
  }
}
