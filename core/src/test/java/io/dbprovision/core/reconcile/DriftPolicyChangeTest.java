package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ServerInfo;
import io.dbprovision.spi.testkit.memory.Operation;
import io.dbprovision.spi.testkit.memory.StoredObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How drift is dealt with changes; what is wanted does not. */
class DriftPolicyChangeTest {
  private static final ResourceKey KEY = World.key(CustomKind.DATABASE, "shop");
  private static final ResourceKey USER = World.key(CustomKind.USER, "app");

  private final World world = World.withInstance();
  private TestOperator operator = new TestOperator(world);

  @Test
  void theInstancesPolicyTakesEffectAtOnce() {
    drifted();
    policyOfInstance("ignore");
    assertThat(world.status(KEY).has("drift")).isFalse();
    assertThat(world.condition(KEY, "Synced").status()).isEqualTo("True");
    assertThat(limit()).isEqualTo(99);
    policyOfInstance("detect");
    assertThat(world.condition(KEY, "Synced").reason()).isEqualTo("DriftDetected");
    policyOfInstance("correct");
    assertThat(limit()).isEqualTo(5);
    assertThat(world.condition(KEY, "Synced").status()).isEqualTo("True");
  }

  @Test
  void itDoesSoThoughTheOperatorWasAwayWhenItChanged() {
    drifted();
    operator.kill();
    world.applyInstance(Map.of("driftPolicy", Map.of("mode", "correct")), Map.of());
    operator = new TestOperator(world);
    operator.later(Duration.ofSeconds(3));
    assertThat(limit()).isEqualTo(5);
  }

  @Test
  void fieldsThatDescribeNoDesiredStateRepairNothing() {
    operator.apply(KEY, spec(Map.of()));
    spoil();
    operator.apply(
        KEY,
        spec(
            Map.of(
                "driftPolicy",
                Map.of("mode", "detect", "interval", "10s"),
                "deletionProtection",
                false,
                "deletionPolicy",
                "Retain")),
        Map.of(Keys.ALLOW_DESTRUCTIVE_DRIFT, "true"));
    assertThat(limit()).isEqualTo(99);
    assertThat(world.condition(KEY, "Synced").reason()).isEqualTo("DriftDetected");
    assertThat(world.status(KEY).number("observedGeneration", 0))
        .isEqualTo(world.resource(KEY).metadata().generation());
    operator.apply(KEY, spec(Map.of("driftPolicy", Map.of("mode", "correct"))));
    assertThat(limit()).isEqualTo(5);
  }

  @Test
  void lookingAtAPlanIsNoReasonToRunIt() {
    drifted();
    operator.apply(KEY, spec(Map.of()), Map.of(Keys.PLAN_ONLY, "true"));
    assertThat(world.condition(KEY, "Synced").reason()).isEqualTo("AwaitingApproval");
    operator.apply(KEY, spec(Map.of()));
    assertThat(limit()).isEqualTo(99);
    assertThat(world.condition(KEY, "Synced").reason()).isEqualTo("DriftDetected");
    assertThat(world.status(KEY).has("plan")).isFalse();
  }

  @Test
  void aMinorUpgradeOfTheServerRepairsNothing() {
    drifted();
    String identity = world.status(World.INSTANCE).text("serverIdentity", "");
    world.server().become(ServerInfo.builder("1.1", "memory").identity(identity).build());
    operator.later(Duration.ofHours(1));
    assertThat(world.status(World.INSTANCE).text("version")).contains("1.1");
    assertThat(limit()).isEqualTo(99);
  }

  @Test
  void aNewPasswordRepairsNothingElse() {
    Map<String, Object> spec =
        Specs.with(
            Specs.user("app"),
            Map.of(
                "memory", Map.of("connectionLimit", 5),
                "passwordRotation",
                    Map.of("enabled", true, "schedule", "0 3 * * *", "strategy", "single-login")));
    operator.apply(USER, spec);
    var before = user().password();
    world
        .server()
        .users()
        .computeIfPresent("app", (n, u) -> u.withAttribute("connectionLimit", 99));
    operator.later(Duration.ofDays(1).plusMinutes(2));
    assertThat(user().password()).isNotEqualTo(before);
    assertThat(user().attributes()).containsEntry("connectionLimit", 99);
    before = user().password();
    operator.apply(USER, spec, Map.of(Keys.ROTATE_PASSWORD, "now"));
    assertThat(user().password()).isNotEqualTo(before);
    assertThat(user().attributes()).containsEntry("connectionLimit", 99);
    assertThat(world.condition(USER, "Synced").reason()).isEqualTo("DriftDetected");
  }

  @Test
  void aTurnOfLoginsLeavesTheirCommonRoleAsItIs() {
    Map<String, Object> spec =
        Specs.with(
            Specs.user("app"),
            Map.of(
                "roles", List.of("wanted"),
                "passwordRotation", Map.of("enabled", true, "schedule", "0 3 * * *")));
    world.server().roles().put("wanted", StoredObject.foreign());
    world.server().roles().put("foreign", StoredObject.foreign());
    operator.apply(USER, spec);
    world
        .server()
        .roles()
        .computeIfPresent(
            "svc_app",
            (n, role) ->
                role.withAttribute("roles.wanted", null).withAttribute("roles.foreign", true));
    operator.later(Duration.ofDays(1).plusMinutes(2));
    assertThat(world.server().users()).hasSize(2);
    assertThat(role().attributes()).containsKey("roles.foreign").doesNotContainKey("roles.wanted");
    assertThat(world.condition(USER, "Synced").reason()).isEqualTo("DriftDetected");
  }

  @Test
  void aCorrectionThatFailsIsSaid() {
    operator.apply(KEY, spec(Map.of("driftPolicy", Map.of("mode", "correct"))));
    spoil();
    world.server().fail(Operation.APPLY, ErrorKind.PERMISSION);
    operator.later(Duration.ofMinutes(11));
    assertThat(world.events().seen()).anyMatch(e -> e.startsWith("DriftCorrectionFailed shop: "));
  }

  private void drifted() {
    operator.apply(KEY, spec(Map.of()));
    spoil();
    operator.later(Duration.ofMinutes(11));
    assertThat(world.condition(KEY, "Synced").reason()).isEqualTo("DriftDetected");
  }

  private void policyOfInstance(String mode) {
    world.applyInstance(Map.of("driftPolicy", Map.of("mode", mode)), Map.of());
    operator.settle();
  }

  private static Map<String, Object> spec(Map<String, Object> more) {
    return Specs.with(
        Specs.with(Specs.database("shop"), Map.of("memory", Map.of("connectionLimit", 5))), more);
  }

  private void spoil() {
    world
        .server()
        .databases()
        .computeIfPresent("shop", (name, stored) -> stored.withAttribute("connectionLimit", 99));
  }

  private @Nullable Object limit() {
    return Objects.requireNonNull(world.server().databases().get("shop"))
        .attributes()
        .get("connectionLimit");
  }

  private StoredObject user() {
    return Objects.requireNonNull(world.server().users().get("app"));
  }

  private StoredObject role() {
    return Objects.requireNonNull(world.server().roles().get("svc_app"));
  }
}
