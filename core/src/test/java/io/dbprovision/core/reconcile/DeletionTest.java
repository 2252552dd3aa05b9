package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.reconcile.World.Condition;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.testkit.memory.StoredObject;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects are deleted, and the server keeps or loses what belonged to them. */
class DeletionTest {
  private static final ResourceKey USER = World.key(CustomKind.USER, "shop");
  private static final ResourceKey DATABASE = World.key(CustomKind.DATABASE, "shop");

  private final World world = World.withInstance();
  private final TestOperator operator = new TestOperator(world);

  @BeforeEach
  void start() {
    operator.settle();
  }

  @Test
  void aUserGoesWithItsLoginAndItsSecret() {
    operator.apply(USER, Specs.user("shop"));
    operator.delete(USER);
    assertThat(world.gone(USER)).isTrue();
    assertThat(world.server().users()).isEmpty();
    assertThat(world.secrets().get("default", "shop-credentials")).isEmpty();
  }

  @Test
  void aRetainedLoginKeepsItsSecretAndIsNobodysAnyMore() {
    operator.apply(USER, Specs.user("shop"), Map.of(Keys.DELETION_POLICY, "Retain"));
    operator.delete(USER);
    assertThat(world.gone(USER)).isTrue();
    StoredObject login = Objects.requireNonNull(world.server().users().get("shop"));
    assertThat(login.owner()).isNull();
    var secret = world.secrets().get("default", "shop-credentials").orElseThrow();
    assertThat(secret.controller()).isNull();
    assertThat(world.server().login("shop", secret.text("password").orElseThrow())).isTrue();
  }

  @Test
  void aDatabaseIsDroppedOnceNothingProtectsIt() {
    operator.apply(DATABASE, Specs.database("shop"));
    operator.delete(DATABASE);
    assertThat(world.condition(DATABASE, "Ready"))
        .isEqualTo(
            new Condition(
                "False",
                "DeletionProtected",
                "spec.deletionProtection is true; set it to false, or annotate the object with "
                    + Keys.FORCE_DELETE
                    + "=true"));
    assertThat(world.server().databases()).containsOnlyKeys("shop");
    operator.apply(DATABASE, unprotected("Delete"));
    assertThat(world.gone(DATABASE)).isTrue();
    assertThat(world.server().databases()).isEmpty();
  }

  @Test
  void whoOwnedADatabaseGoesAsSoonAsThatIsGone() {
    operator.apply(USER, Specs.user("shop"));
    operator.apply(DATABASE, Specs.with(unprotected("Delete"), Map.of("owner", "shop")));
    operator.delete(USER);
    assertThat(world.condition(USER, "Ready").reason()).isEqualTo("OwnershipBlocks");
    operator.delete(DATABASE);
    assertThat(world.gone(USER)).isTrue();
    assertThat(world.server().users()).isEmpty();
  }

  @Test
  void aProtectedUserStaysUntilItsAnnotationGoes() {
    operator.apply(USER, Specs.user("shop"), Map.of(Keys.DELETION_PROTECTION, "true"));
    operator.delete(USER);
    assertThat(world.condition(USER, "Ready").reason()).isEqualTo("DeletionProtected");
    assertThat(world.condition(USER, "Ready").message())
        .isEqualTo(
            "the annotation %s protects it; remove the annotation, or annotate the object with %s=true"
                .formatted(Keys.DELETION_PROTECTION, Keys.FORCE_DELETE));
    operator.apply(USER, Specs.user("shop"));
    assertThat(world.gone(USER)).isTrue();
    assertThat(world.server().users()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Retain", "Snapshot"})
  void aKeptDatabaseCanBeTakenByTheNext(String policy) {
    operator.apply(DATABASE, unprotected(policy));
    operator.delete(DATABASE);
    assertThat(world.gone(DATABASE)).isTrue();
    assertThat(Objects.requireNonNull(world.server().databases().get("shop")).owner()).isNull();
    operator.apply(DATABASE, Specs.database("shop"), Map.of(Keys.ADOPT, "true"));
    assertThat(world.condition(DATABASE, "Synced").status()).isEqualTo("True");
  }

  @Test
  void forceOverridesProtectionAndDisconnectsClients() {
    operator.apply(DATABASE, Specs.database("shop"));
    world.server().connect("shop");
    operator.apply(DATABASE, Specs.database("shop"), Map.of(Keys.FORCE_DELETE, "true"));
    operator.delete(DATABASE);
    assertThat(world.gone(DATABASE)).isTrue();
    assertThat(world.server().databases()).isEmpty();
  }

  @Test
  void aDatabaseInUseIsDroppedWhenItsClientsAreGone() {
    operator.apply(DATABASE, unprotected("Delete"));
    world.server().connect("shop");
    operator.delete(DATABASE);
    assertThat(world.condition(DATABASE, "Ready").reason()).isEqualTo("DeleteFailed");
    assertThat(world.condition(DATABASE, "Ready").message())
        .contains("database shop is used by 1 clients");
    assertThat(world.status(DATABASE).text("phase")).contains("Deleting");
    world.server().disconnect("shop");
    operator.later(Duration.ofSeconds(30));
    assertThat(world.gone(DATABASE)).isTrue();
    assertThat(world.server().databases()).isEmpty();
  }

  @Test
  void aServerThatIsDownKeepsTheFinalizerUntilItIsBack() {
    operator.apply(USER, Specs.user("shop"));
    world.server().failAll(ErrorKind.UNREACHABLE);
    operator.later(Duration.ofSeconds(60));
    operator.delete(USER);
    assertThat(world.condition(USER, "Ready").reason()).isEqualTo("DeleteFailed");
    assertThat(world.condition(USER, "Ready").message())
        .startsWith("Unreachable: ")
        .contains(Keys.FORCE_DELETE + "=true");
    assertThat(world.secrets().get("default", "shop-credentials")).isPresent();
    world.recover();
    operator.later(Duration.ofSeconds(30));
    assertThat(world.gone(USER)).isTrue();
    assertThat(world.server().users()).isEmpty();
  }

  @Test
  void forceLeavesTheLoginOfALostServerBehind() {
    operator.apply(USER, Specs.user("shop"));
    world.server().failAll(ErrorKind.UNREACHABLE);
    operator.later(Duration.ofSeconds(60));
    operator.apply(USER, Specs.user("shop"), Map.of(Keys.FORCE_DELETE, "true"));
    operator.delete(USER);
    assertThat(world.gone(USER)).isTrue();
    assertThat(world.server().users()).containsOnlyKeys("shop");
  }

  @Test
  void anObjectWhoseInstanceIsGoneWaitsUnlessForced() {
    operator.apply(USER, Specs.user("shop"));
    world.resources().removeFinalizers(world.resource(World.INSTANCE));
    operator.delete(World.INSTANCE);
    operator.delete(USER);
    assertThat(world.condition(USER, "Ready").reason()).isEqualTo("DeleteFailed");
    assertThat(world.condition(USER, "Ready").message()).contains("its instance does not exist");
    operator.apply(USER, Specs.user("shop"), Map.of(Keys.FORCE_DELETE, "true"));
    assertThat(world.gone(USER)).isTrue();
    assertThat(world.events().seen())
        .anyMatch(event -> event.startsWith("DeleteFailed shop: forced, so left behind"));
  }

  @Test
  void aProtectedDatabaseOfATerminatingNamespaceStaysOnTheServer() {
    operator.apply(DATABASE, Specs.database("shop"));
    world.namespaces().terminate("default");
    operator.delete(DATABASE);
    assertThat(world.gone(DATABASE)).isTrue();
    assertThat(world.server().databases()).containsOnlyKeys("shop");
  }

  @Test
  void whatWasRecordedForAnotherMeanwhileIsNotDropped() {
    operator.apply(DATABASE, unprotected("Delete"));
    StoredObject theirs =
        Objects.requireNonNull(world.server().databases().get("shop"))
            .withOwner(new io.dbprovision.spi.Owner("other", "default", "team", "shop", "uid"));
    world.server().databases().put("shop", theirs);
    operator.delete(DATABASE);
    assertThat(world.gone(DATABASE)).isTrue();
    assertThat(world.server().databases()).containsEntry("shop", theirs);
    assertThat(world.events().seen())
        .contains("Deleted shop: shop is not ours, and stays on the server")
        .noneMatch(event -> event.contains("removed from the server"));
  }

  @Test
  void aNamespaceIsNotHeldByAnInstanceThatWentBefore() {
    operator.apply(DATABASE, unprotected("Delete"));
    world.resources().removeFinalizers(world.resource(World.INSTANCE));
    operator.delete(World.INSTANCE);
    world.namespaces().terminate("default");
    operator.delete(DATABASE);
    assertThat(world.gone(DATABASE)).isTrue();
    assertThat(world.server().databases()).containsOnlyKeys("shop");
    assertThat(world.events().seen())
        .anyMatch(event -> event.startsWith("LeftBehind shop: shop stays on its server"));
  }

  @Test
  void aPausedObjectIsNotDeletedEither() {
    operator.apply(USER, Specs.user("shop"), Map.of());
    operator.apply(USER, Specs.user("shop"), Map.of(Keys.SKIP_RECONCILE, "true"));
    operator.delete(USER);
    assertThat(world.server().users()).containsOnlyKeys("shop");
    operator.apply(USER, Specs.user("shop"));
    assertThat(world.gone(USER)).isTrue();
    assertThat(world.server().users()).isEmpty();
  }

  private static Map<String, Object> unprotected(String policy) {
    return Specs.with(
        Specs.database("shop"), Map.of("deletionProtection", false, "deletionPolicy", policy));
  }
}
