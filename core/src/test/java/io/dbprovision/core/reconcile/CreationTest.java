package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.Secrets.Secret;
import io.dbprovision.core.reconcile.World.Condition;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.testkit.memory.Operation;
import io.dbprovision.spi.testkit.memory.StoredObject;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Objects become real, and then nothing happens any more until something changes. */
class CreationTest {
  private static final ResourceKey USER = World.key(CustomKind.USER, "shop");
  private static final ResourceKey DATABASE = World.key(CustomKind.DATABASE, "shop");

  private final World world = World.withInstance();
  private final TestOperator operator = new TestOperator(world);

  @Test
  void aUserBecomesALoginWithItsSecret() {
    operator.apply(USER, Specs.user("shopapp"));
    assertThat(world.condition(USER, "Ready"))
        .isEqualTo(new Condition("True", "ReconcileSuccess", "as the manifest says"));
    assertThat(world.condition(USER, "Synced").status()).isEqualTo("True");
    assertThat(world.status(USER).text("phase")).contains("Ready");
    assertThat(world.status(USER).number("observedGeneration", 0)).isEqualTo(1);
    Secret secret = secret();
    assertThat(secret.controller()).isEqualTo(world.resource(USER).metadata().uid());
    assertThat(world.server().login("shopapp", text(secret, "password"))).isTrue();
    assertThat(text(secret, "username").reveal()).isEqualTo("shopapp");
  }

  @Test
  void theServerKnowsWhoseItIs() {
    operator.apply(USER, Specs.user("shopapp"));
    StoredObject login = Objects.requireNonNull(world.server().users().get("shopapp"));
    assertThat(login.owner())
        .isEqualTo(
            new Owner(
                "cluster", "default", "default", "shop", world.resource(USER).metadata().uid()));
  }

  @Test
  void aDatabaseBecomesReadyWithItsFactsInTheStatus() {
    operator.apply(DATABASE, Specs.database("shop_db"));
    assertThat(world.condition(DATABASE, "Ready").status()).isEqualTo("True");
    assertThat(world.condition(DATABASE, "Synced").status()).isEqualTo("True");
    assertThat(world.server().databases()).containsOnlyKeys("shop_db");
    assertThat(world.status(DATABASE).object("database").text("name")).contains("shop_db");
    assertThat(world.status(DATABASE).object("database").text("createdAt"))
        .contains(world.clock().instant().toString());
    assertThat(world.events().seen()).contains("Created shop: shop_db made on the server");
  }

  @Test
  void anotherLookAtWhatIsReadyWritesNothingAndAsksTheServerNothing() {
    operator.apply(USER, Specs.user("shopapp"));
    operator.apply(DATABASE, Specs.database("shop_db"));
    Counts before = counts();
    for (int i = 0; i < 3; i++) {
      operator.reconcile(USER);
      operator.reconcile(DATABASE);
    }
    operator.settle();
    assertThat(counts()).isEqualTo(before);
  }

  @Test
  void aWholeDayOfLookingForDriftWritesNothing() {
    operator.apply(USER, Specs.user("shopapp"));
    operator.apply(DATABASE, Specs.database("shop_db"));
    Counts before = counts();
    operator.later(Duration.ofDays(1));
    assertThat(counts().writes()).isEqualTo(before.writes());
    assertThat(counts().applies()).isEqualTo(before.applies());
    assertThat(counts().plans())
        .as("each is compared once in ten minutes, spread by at most a tenth")
        .isBetween(before.plans() + 2 * 130, before.plans() + 2 * 144);
  }

  @Test
  void anOperatorThatStartsAgainWritesNothing() {
    operator.apply(USER, Specs.user("shopapp"));
    operator.apply(DATABASE, Specs.database("shop_db"));
    Counts before = counts();
    operator.kill();
    TestOperator next = new TestOperator(world);
    next.later(Duration.ofMinutes(1));
    assertThat(counts().writes()).isEqualTo(before.writes());
    assertThat(counts().applies()).isEqualTo(before.applies());
  }

  @Test
  void aChangedManifestIsAppliedThoughDriftIsOnlyDetected() {
    operator.apply(DATABASE, Specs.database("shop_db"));
    operator.apply(
        DATABASE,
        Specs.with(
            Specs.database("shop_db"),
            Map.of(
                "memory", Map.of("connectionLimit", 7), "driftPolicy", Map.of("mode", "detect"))));
    assertThat(Objects.requireNonNull(world.server().databases().get("shop_db")).attributes())
        .containsEntry("connectionLimit", 7);
    assertThat(world.condition(DATABASE, "Synced").status()).isEqualTo("True");
    assertThat(world.status(DATABASE).number("observedGeneration", 0)).isEqualTo(2);
  }

  @Test
  void aPausedObjectIsLeftAlone() {
    operator.apply(USER, Specs.user("shopapp"), Map.of(Keys.PAUSE_RECONCILE, "true"));
    assertThat(world.server().users()).isEmpty();
    assertThat(world.status(USER).isEmpty()).isTrue();
    operator.apply(USER, Specs.user("shopapp"));
    assertThat(world.condition(USER, "Ready").status()).isEqualTo("True");
  }

  @Test
  void aPlanThatIsOnlyToBeShownRunsOnceItsHashIsApproved() {
    operator.apply(DATABASE, Specs.database("shop_db"), Map.of(Keys.PLAN_ONLY, "true"));
    assertThat(world.server().databases()).isEmpty();
    assertThat(world.condition(DATABASE, "Synced").reason()).isEqualTo("AwaitingApproval");
    String hash = world.status(DATABASE).object("plan").text("hash", "");
    assertThat(world.condition(DATABASE, "Synced").message())
        .contains(Keys.APPROVE_PLAN + "=" + hash);
    operator.apply(
        DATABASE,
        Specs.database("shop_db"),
        Map.of(Keys.PLAN_ONLY, "true", Keys.APPROVE_PLAN, hash));
    assertThat(world.server().databases()).containsOnlyKeys("shop_db");
    assertThat(world.condition(DATABASE, "Ready").status()).isEqualTo("True");
    assertThat(world.status(DATABASE).has("plan")).isFalse();
  }

  private record Counts(int writes, long applies, long plans) {}

  private Counts counts() {
    return new Counts(
        world.writes().count(),
        world.server().calls(Operation.APPLY),
        world.server().calls(Operation.PLAN) + world.server().calls(Operation.PLAN_ALL));
  }

  private Secret secret() {
    return world.secrets().get("default", "shopapp-credentials").orElseThrow();
  }

  private static SecretText text(Secret secret, String key) {
    return secret.text(key).orElseThrow();
  }
}
