package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.ResourceKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Plugins that are not there, and engines that cannot do all there is. */
class LackingEngineTest {
  private static final ResourceKey USER = World.key(CustomKind.USER, "shop");
  private static final ResourceKey DATABASE = World.key(CustomKind.DATABASE, "shop");
  private static final Map<String, Object> ROTATING =
      Specs.with(Specs.user("shop"), Map.of("passwordRotation", Map.of("enabled", true)));

  private final World world = World.withInstance();

  @Test
  void whatLivesOnAnEngineWithoutPluginSaysWhichOneIsMissingAndLosesNothing() {
    TestOperator before = new TestOperator(world);
    before.apply(USER, Specs.user("shop"));
    before.apply(DATABASE, Specs.database("shop"));
    before.kill();

    TestOperator without = new TestOperator(world, LackingEngine.ofAnotherPlugin(world), List.of());
    without.apply(World.key(CustomKind.USER, "later"), Specs.user("later"));
    without.later(Duration.ofMinutes(5));
    for (ResourceKey key : List.of(USER, DATABASE, World.key(CustomKind.USER, "later"))) {
      assertThat(world.condition(key, "Ready").status()).as(key.toString()).isEqualTo("False");
      assertThat(world.condition(key, "Synced").reason()).isEqualTo("DependencyNotReady");
      assertThat(world.condition(key, "Synced").message())
          .contains("default/main is not ready", "no plugin brings memory");
    }
    String version = world.resource(USER).metadata().resourceVersion();
    without.later(Duration.ofHours(5));
    assertThat(world.resource(USER).metadata().resourceVersion()).isEqualTo(version);
    assertThat(world.server().users()).containsOnlyKeys("shop");
    without.kill();

    new TestOperator(world).later(Duration.ofMinutes(1));
    for (ResourceKey key : List.of(USER, DATABASE)) {
      assertThat(world.condition(key, "Ready").status()).as(key.toString()).isEqualTo("True");
      assertThat(world.condition(key, "Synced").status()).isEqualTo("True");
    }
  }

  @Test
  void loginsThatWouldShareARoleSayWhatIsPossibleWhereThereAreNone() {
    TestOperator operator = new TestOperator(world, LackingEngine.withoutRoles(world), List.of());
    operator.apply(USER, ROTATING);
    assertThat(world.condition(USER, "Ready").status()).isEqualTo("False");
    assertThat(world.condition(USER, "Synced").reason()).isEqualTo("UnsupportedByEngine");
    assertThat(world.condition(USER, "Synced").message())
        .contains("spec.passwordRotation.strategy", "no roles", "write ", "single-login");
    assertThat(world.server().users()).isEmpty();
    assertThat(world.secrets().get("default", "shop-credentials")).isEmpty();
  }

  @Test
  void theLoginThatIsThereSaysTheSameAndStays() {
    TestOperator operator = new TestOperator(world, LackingEngine.withoutRoles(world), List.of());
    operator.apply(USER, Specs.user("shop"));
    operator.apply(USER, ROTATING);
    assertThat(world.condition(USER, "Synced").reason()).isEqualTo("UnsupportedByEngine");
    operator.apply(
        USER,
        Specs.with(
            Specs.user("shop"),
            Map.of("passwordRotation", Map.of("enabled", true, "strategy", "single-login"))));
    assertThat(world.condition(USER, "Ready").status()).isEqualTo("True");
    assertThat(world.server().users()).containsOnlyKeys("shop");
  }

  @Test
  void theObjectGoesAllTheSameWithItsLogin() {
    TestOperator operator = new TestOperator(world, LackingEngine.withoutRoles(world), List.of());
    operator.apply(USER, Specs.user("shop"));
    operator.apply(USER, ROTATING);
    operator.delete(USER);
    operator.later(Duration.ofMinutes(1));
    assertThat(world.gone(USER)).isTrue();
    assertThat(world.server().users()).isEmpty();
  }
}
