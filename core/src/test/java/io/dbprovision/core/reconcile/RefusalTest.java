package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.reconcile.World.Condition;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.testkit.memory.StoredObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the operator does not do, and what it says instead: the reason, the field, the way out. */
class RefusalTest {
  private static final ResourceKey USER = World.key(CustomKind.USER, "shop");
  private static final ResourceKey DATABASE = World.key(CustomKind.DATABASE, "shop");
  private static final StoredObject FOREIGN =
      StoredObject.foreign().withComment("by hand").withPassword(SecretText.of("theirs"));

  private final World world = World.withInstance();
  private final TestOperator operator = new TestOperator(world);

  @Test
  void aLoginThatIsThereAlreadyIsNotTakenOver() {
    world.server().users().put("shop", FOREIGN);
    operator.apply(USER, Specs.user("shop"));
    assertThat(world.server().users()).containsEntry("shop", FOREIGN);
    assertThat(world.secrets().get("default", "shop-credentials")).isEmpty();
    assertThat(world.condition(USER, "Ready").status()).isEqualTo("False");
    assertSynced(USER, "Conflict", "login shop exists and nobody is on record as its owner");
    operator.delete(USER);
    assertThat(world.gone(USER)).isTrue();
    assertThat(world.server().users()).containsEntry("shop", FOREIGN);
  }

  @Test
  void ofTwoObjectsForOneDatabaseTheFirstHasItUntilItGoes() {
    operator.apply(DATABASE, unprotected(Map.of()));
    ResourceKey second = World.key(CustomKind.DATABASE, "second");
    operator.apply(second, Specs.database("shop"));
    assertSynced(second, "Conflict", "database shop exists and belongs to default/shop");
    assertThat(world.condition(DATABASE, "Synced").status()).isEqualTo("True");
    operator.delete(DATABASE);
    assertThat(world.condition(second, "Synced").status())
        .as("woken by the first one's end, with no time in between")
        .isEqualTo("True");
    assertThat(world.server().databases()).containsOnlyKeys("shop");
  }

  @Test
  void adoptionShowsWhatItWouldChangeAndWaits() {
    world.server().users().put("shop", FOREIGN);
    world.secrets().put("given", Map.of("password", "asked-for"));
    Map<String, Object> spec =
        Specs.with(
            Specs.user("shop"),
            Map.of("existingPasswordSecret", Map.of("name", "given", "key", "password")));
    operator.apply(USER, spec, Map.of(Keys.ADOPT, "true"));
    assertThat(world.server().users()).containsEntry("shop", FOREIGN);
    assertThat(world.condition(USER, "Synced").reason()).isEqualTo("AwaitingApproval");
    String hash = world.status(USER).object("plan").text("hash", "");
    operator.apply(USER, spec, Map.of(Keys.ADOPT, "true", Keys.APPROVE_PLAN, hash));
    assertThat(world.condition(USER, "Synced").status()).isEqualTo("True");
    assertThat(world.server().login("shop", SecretText.of("asked-for"))).isTrue();
    assertThat(Objects.requireNonNull(world.server().users().get("shop")).comment())
        .isEqualTo("by hand");
  }

  @Test
  void anObjectOfALivingOwnerIsNotEvenAdopted() {
    operator.apply(DATABASE, Specs.database("shop"));
    ResourceKey second = World.key(CustomKind.DATABASE, "second");
    operator.apply(second, Specs.database("shop"), Map.of(Keys.ADOPT, "true"));
    assertSynced(second, "Conflict", "belongs to default/shop");
  }

  @Test
  void whatANamespaceHadIsNotAdoptedByAnotherOneWhenItsObjectIsGone() {
    for (String namespace : List.of("other", "default")) {
      Owner gone = new Owner("cluster", "default", namespace, "gone", "uid-of-gone");
      world.server().databases().put("shop", StoredObject.foreign().withOwner(gone));
      operator.apply(DATABASE, unprotected(Map.of()), Map.of(Keys.ADOPT, "true"));
      if (namespace.equals("other")) {
        assertSynced(DATABASE, "Conflict", "belongs to other/gone");
        operator.delete(DATABASE);
        assertThat(world.server().databases()).containsKey("shop");
      } else {
        assertThat(world.condition(DATABASE, "Synced").status()).isEqualTo("True");
      }
    }
  }

  @Test
  void whetherAnotherNamespaceHasASecretIsNotTold() {
    operator.apply(
        USER,
        Specs.with(
            Specs.user("shop"),
            Map.of(
                "existingPasswordSecret",
                Map.of("name", "is-not-there", "namespace", "other", "key", "password"))));
    assertSynced(USER, "PermissionDenied", "does not allow references from namespace default");
  }

  @Test
  void aSecretOfSomebodyElseIsNotOverwritten() {
    world.secrets().put("shop-credentials", Map.of("token", "theirs"));
    operator.apply(USER, Specs.user("shop"));
    assertThat(world.server().users()).isEmpty();
    assertThat(world.secrets().get("default", "shop-credentials").orElseThrow().data())
        .containsOnlyKeys("token");
    assertSynced(
        USER, "Conflict", "spec.passwordSecret.secretName: Secret default/shop-credentials");
  }

  @Test
  void aMissingInstanceIsWaitedForWithItsField() {
    ResourceKey user = World.key(CustomKind.USER, "early");
    operator.apply(
        user, Specs.with(Specs.user("early"), Map.of("instanceRef", Map.of("name", "later"))));
    assertThat(world.status(user).text("phase")).contains("Pending");
    assertThat(world.condition(user, "Ready").reason()).isEqualTo("Reconciling");
    assertSynced(
        user,
        "DependencyNotReady",
        "spec.instanceRef: DatabaseInstance default/later does not exist (yet)");
    assertThat(world.events().seen()).noneMatch(event -> event.contains("early"));
    operator.apply(
        World.key(CustomKind.INSTANCE, "later"), world.resource(World.INSTANCE).spec().values());
    assertThat(world.condition(user, "Synced").status()).isEqualTo("True");
  }

  @Test
  void aMissingAdminSecretIsWaitedForAndNamed() {
    world.secrets().remove("admin");
    operator.settle();
    assertSynced(
        World.INSTANCE,
        "DependencyNotReady",
        "spec.connection.secretRef: Secret default/admin does not exist");
  }

  @Test
  void anotherNamespacesInstanceNeedsItsConsent() {
    ResourceKey user = new ResourceKey(CustomKind.USER, "team", "shop");
    Map<String, Object> spec =
        Specs.with(
            Specs.user("shop"),
            Map.of("instanceRef", Map.of("name", "main", "namespace", "default")));
    operator.apply(user, spec);
    assertSynced(user, "PermissionDenied", "spec.instanceRef: ");
    assertSynced(user, "PermissionDenied", Keys.ALLOW_FROM + "=team");
    assertThat(world.server().users()).isEmpty();
    world.applyInstance(Map.of(), Map.of(Keys.ALLOW_FROM, "team"));
    operator.later(Duration.ofSeconds(30));
    assertThat(world.condition(user, "Synced").status()).isEqualTo("True");
  }

  @Test
  void aWrongValueIsChargedToItsField() {
    operator.apply(
        DATABASE,
        Specs.with(Specs.database("shop"), Map.of("memory", Map.of("connectionLimit", 0))));
    assertSynced(DATABASE, "InvalidSpec", "spec.memory");
    assertSynced(DATABASE, "InvalidSpec", "connectionLimit must be at least 1, got 0");
    assertThat(world.condition(DATABASE, "Ready"))
        .isEqualTo(
            new Condition(
                "False", "ReconcileFailed", world.condition(DATABASE, "Synced").message()));
    assertThat(world.server().databases()).isEmpty();
    assertThat(world.events().seen()).anyMatch(event -> event.startsWith("ReconcileFailed shop: "));
  }

  @Test
  void aWrongIntervalIsChargedToItsField() {
    operator.apply(
        DATABASE,
        Specs.with(Specs.database("shop"), Map.of("driftPolicy", Map.of("interval", "soon"))));
    assertSynced(DATABASE, "InvalidSpec", "spec.driftPolicy.interval: must be a duration of");
  }

  @Test
  void aWrongIntervalOfAnInstanceIsChargedToItsFieldThereAndItsServerIsUsed() {
    world.applyInstance(Map.of("driftPolicy", Map.of("interval", "1ms")), Map.of());
    operator.settle();
    assertSynced(
        World.INSTANCE,
        "InvalidSpec",
        "spec.driftPolicy.interval: must be a duration of at least 1s");
    assertThat(world.condition(World.INSTANCE, "Ready").status()).isEqualTo("True");
    operator.apply(
        DATABASE,
        Specs.with(Specs.database("shop"), Map.of("driftPolicy", Map.of("interval", "1s"))));
    assertThat(world.condition(DATABASE, "Synced").status()).isEqualTo("True");
  }

  @Test
  void whatThisVersionCannotDoIsSaidAndTheRestIsDone() {
    operator.apply(DATABASE, unprotected(Map.of("deletionPolicy", "Snapshot")));
    assertThat(world.condition(DATABASE, "Ready").status()).isEqualTo("True");
    assertSynced(DATABASE, "UnsupportedByEngine", "spec.deletionPolicy: Snapshot keeps");
    operator.apply(
        USER,
        Specs.with(
            Specs.user("shop"),
            Map.of("passwordRotation", Map.of("enabled", true, "strategy", "dual-password"))));
    assertThat(world.condition(USER, "Ready").status()).isEqualTo("True");
    assertSynced(USER, "UnsupportedByEngine", "spec.passwordRotation.strategy: dual-password");
  }

  @Test
  void anEngineWithoutAPluginIsNamedByTheInstance() {
    world.applyInstance(Map.of("engine", "unheard"), Map.of());
    operator.settle();
    assertSynced(World.INSTANCE, "UnsupportedByEngine", "spec.engine: no plugin brings unheard");
    operator.apply(USER, Specs.user("shop"));
    assertSynced(USER, "DependencyNotReady", "DatabaseInstance default/main is not ready");
    assertThat(world.condition(USER, "Ready").status()).isEqualTo("False");
  }

  private static Map<String, Object> unprotected(Map<String, Object> more) {
    return Specs.with(
        Specs.with(Specs.database("shop"), Map.of("deletionProtection", false)), more);
  }

  private void assertSynced(ResourceKey key, String reason, String part) {
    Condition synced = world.condition(key, "Synced");
    assertThat(synced.status()).isEqualTo("False");
    assertThat(synced.reason()).isEqualTo(reason);
    assertThat(synced.message()).startsWith(reason + ": ").contains(part);
  }
}
