package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.reconcile.World.Condition;
import io.dbprovision.spi.testkit.memory.Operation;
import io.dbprovision.spi.testkit.memory.StoredObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody changes the server behind the operator's back. */
class DriftTest {
  private static final ResourceKey KEY = World.key(CustomKind.DATABASE, "shop");
  private static final Duration ONE_INTERVAL = Duration.ofMinutes(11);

  private final World world = World.withInstance();
  private final TestOperator operator = new TestOperator(world);

  @Test
  void detectSaysWhatDiffersAndLeavesIt() {
    made("detect", Map.of());
    spoil("connectionLimit", 99);
    operator.later(ONE_INTERVAL);
    assertThat(stored().attributes()).containsEntry("connectionLimit", 99);
    assertThat(world.condition(KEY, "Ready").status()).isEqualTo("True");
    assertThat(world.condition(KEY, "Synced"))
        .isEqualTo(
            new Condition(
                "False",
                "DriftDetected",
                "DriftDetected: connectionLimit; see status.drift. It is put right with"
                    + " spec.driftPolicy.mode: correct"));
    Fields diff = world.status(KEY).object("drift").objects("diffs").getFirst();
    assertThat(diff.values())
        .containsEntry("field", "connectionLimit")
        .containsEntry("expected", "5")
        .containsEntry("actual", "99");
    assertThat(world.events().seen()).contains("DriftDetected shop: connectionLimit");
  }

  @Test
  void manyObjectsOfOneServerAreComparedWithOneCallEach() {
    int many = 500;
    for (int i = 0; i < many; i++) {
      world.resources().put(World.key(CustomKind.USER, "user" + i), limited("user" + i), Map.of());
    }
    operator.settle();
    long sweeps = world.server().calls(Operation.PLAN_ALL);
    long plans = world.server().calls(Operation.PLAN);
    world
        .server()
        .users()
        .computeIfPresent("user7", (name, user) -> user.withAttribute("connectionLimit", 99));
    operator.later(ONE_INTERVAL);
    assertThat(world.server().calls(Operation.PLAN_ALL) - sweeps).isEqualTo(1);
    assertThat(world.server().calls(Operation.PLAN) - plans)
        .as("only what differs is looked at by itself")
        .isEqualTo(1);
    assertThat(world.condition(World.key(CustomKind.USER, "user7"), "Synced").reason())
        .isEqualTo("DriftDetected");
    assertThat(world.condition(World.key(CustomKind.USER, "user8"), "Synced").status())
        .isEqualTo("True");
  }

  @Test
  void detectIsTheDefaultAndSaysSoWhenItIsOver() {
    operator.apply(KEY, spec(Map.of()));
    spoil("connectionLimit", 99);
    operator.later(ONE_INTERVAL);
    assertThat(world.condition(KEY, "Synced").reason()).isEqualTo("DriftDetected");
    spoil("connectionLimit", 5);
    operator.later(ONE_INTERVAL);
    assertThat(world.condition(KEY, "Synced").status()).isEqualTo("True");
    assertThat(world.status(KEY).object("drift").flag("detected", true)).isFalse();
  }

  @Test
  void correctPutsItRight() {
    made("correct", Map.of());
    spoil("connectionLimit", 99);
    operator.later(ONE_INTERVAL);
    assertThat(stored().attributes()).containsEntry("connectionLimit", 5);
    assertThat(world.condition(KEY, "Synced").status()).isEqualTo("True");
    assertThat(world.events().seen()).contains("DriftCorrected shop: connectionLimit");
  }

  @Test
  void ignoreDoesNotEvenLook() {
    made("ignore", Map.of());
    long looks = world.server().calls(Operation.PLAN);
    spoil("connectionLimit", 99);
    operator.later(Duration.ofDays(1));
    assertThat(world.server().calls(Operation.PLAN)).isEqualTo(looks);
    assertThat(stored().attributes()).containsEntry("connectionLimit", 99);
    assertThat(world.condition(KEY, "Synced").status()).isEqualTo("True");
    assertThat(world.status(KEY).has("drift")).isFalse();
  }

  @Test
  void theInstancesPolicyHoldsForObjectsWithoutOne() {
    world.applyInstance(
        Map.of("driftPolicy", Map.of("mode", "correct", "interval", "30s")), Map.of());
    operator.apply(KEY, spec(Map.of()));
    spoil("connectionLimit", 99);
    operator.later(Duration.ofSeconds(34));
    assertThat(stored().attributes()).containsEntry("connectionLimit", 5);
  }

  @Test
  void correctTakesNothingAwayWithoutTheAnnotation() {
    made("correct", Map.of());
    spoil("extensions.foreign", true);
    operator.later(ONE_INTERVAL);
    assertThat(stored().attributes()).containsKey("extensions.foreign");
    assertThat(world.condition(KEY, "Synced").reason()).isEqualTo("DriftDetected");
    assertThat(world.condition(KEY, "Synced").message()).contains(Keys.ALLOW_DESTRUCTIVE_DRIFT);
    assertThat(diffs()).anyMatch(diff -> diff.flag("destructive", false));
    made("correct", Map.of(Keys.ALLOW_DESTRUCTIVE_DRIFT, "true"));
    assertThat(stored().attributes()).doesNotContainKey("extensions.foreign");
    assertThat(world.condition(KEY, "Synced").status()).isEqualTo("True");
  }

  @Test
  void whatTheServerCannotChangeIsSaidAndNotTried() {
    made("correct", Map.of());
    spoil("encoding", "LATIN1");
    operator.later(ONE_INTERVAL);
    assertThat(stored().attributes()).containsEntry("encoding", "LATIN1");
    assertThat(world.condition(KEY, "Synced").reason()).isEqualTo("DriftDetected");
    assertThat(world.condition(KEY, "Synced").message())
        .contains("the manifest has to follow or the object be made anew");
    assertThat(diffs()).anyMatch(diff -> diff.flag("immutable", false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ignore", "detect", "correct"})
  void whatWentMissingIsMadeAgainWithinAHealthCheck(String mode) {
    made(mode, Map.of());
    world.server().databases().remove("shop");
    operator.later(Duration.ofSeconds(61));
    assertThat(stored().attributes()).containsEntry("connectionLimit", 5);
    assertThat(world.condition(KEY, "Synced").status()).isEqualTo("True");
  }

  @Test
  void whenMostOfAServerIsGoneNothingIsMadeAgainUnasked() {
    List<ResourceKey> keys =
        IntStream.range(0, 12)
            .mapToObj(i -> World.key(CustomKind.DATABASE, "shop" + i))
            .peek(key -> operator.apply(key, Specs.database(key.name())))
            .toList();
    world.server().databases().clear();
    operator.later(ONE_INTERVAL);
    assertThat(world.server().databases()).isEmpty();
    assertThat(keys)
        .allSatisfy(
            key -> {
              assertThat(world.condition(key, "Synced").reason()).isEqualTo("MassLoss");
              assertThat(world.condition(key, "Synced").message())
                  .contains("DatabaseInstance default/main with " + Keys.ALLOW_RECREATE + "=true");
            });
    world.applyInstance(Map.of(), Map.of(Keys.ALLOW_RECREATE, "true"));
    operator.later(Duration.ofSeconds(61));
    assertThat(world.server().databases()).hasSize(12);
    assertThat(keys)
        .allSatisfy(key -> assertThat(world.condition(key, "Synced").status()).isEqualTo("True"));
  }

  private void made(String mode, Map<String, String> annotations) {
    operator.apply(KEY, spec(Map.of("driftPolicy", Map.of("mode", mode))), annotations);
    assertThat(world.condition(KEY, "Synced").status()).isEqualTo("True");
  }

  private static Map<String, Object> spec(Map<String, Object> more) {
    return Specs.with(
        Specs.with(
            Specs.database("shop"),
            Map.of(
                "memory",
                Map.of("connectionLimit", 5, "encoding", "UTF8", "extensions", List.of("wanted")))),
        more);
  }

  private static Map<String, Object> limited(String login) {
    return Specs.with(Specs.user(login), Map.of("memory", Map.of("connectionLimit", 5)));
  }

  private void spoil(String attribute, Object value) {
    world
        .server()
        .databases()
        .computeIfPresent("shop", (name, stored) -> stored.withAttribute(attribute, value));
  }

  private StoredObject stored() {
    return Objects.requireNonNull(world.server().databases().get("shop"));
  }

  private List<Fields> diffs() {
    return world.status(KEY).object("drift").objects("diffs");
  }
}
