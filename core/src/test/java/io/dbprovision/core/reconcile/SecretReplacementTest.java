package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.fake.Writes;
import io.dbprovision.core.kube.Secrets.Secret;
import io.dbprovision.spi.SecretText;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets that Kubernetes lets nobody change. */
class SecretReplacementTest {
  private static final ResourceKey USER = World.key(CustomKind.USER, "app");

  private final World world = World.withInstance();
  private TestOperator operator = new TestOperator(world);

  @Test
  void anotherTypeIsAnotherSecretWithTheSamePassword() {
    operator.apply(USER, Specs.user("app"));
    Secret before = secret();
    operator.apply(USER, typed("example.com/login"));
    assertThat(secret().type()).isEqualTo("example.com/login");
    assertThat(secret().uid()).isNotEqualTo(before.uid());
    assertThat(secret().data()).isEqualTo(before.data());
    assertThat(works()).isTrue();
    assertThat(world.secrets().names()).containsExactlyInAnyOrder("admin", "app-credentials");
  }

  @Test
  void anImmutableSecretStaysUntilItHasToSayMore() {
    operator.apply(USER, Specs.user("app"));
    world.secrets().makeImmutable("app-credentials");
    operator.settle();
    String uid = secret().uid();
    assertThat(secret().immutable()).isTrue();
    world.clock().advance(Duration.ofMinutes(2));
    operator.apply(USER, Specs.user("app"), Map.of(Keys.ROTATE_PASSWORD, "one"));
    assertThat(secret().uid()).isNotEqualTo(uid);
    assertThat(works()).isTrue();
    assertThat(world.condition(USER, "Ready").status()).isEqualTo("True");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void aKillInTheMiddleLosesNoPasswordAndLeavesNoCopy(int writes) {
    operator.apply(USER, Specs.user("app"));
    SecretText password = password();
    world.writes().crashAfter(writes);
    try {
      operator.apply(USER, typed("example.com/login"));
    } catch (Writes.Crash e) {
      assertThat(e).isNotNull();
    }
    restart();
    assertThat(password()).isEqualTo(password);
    assertThat(secret().type()).isEqualTo("example.com/login");
    assertThat(works()).isTrue();
    assertThat(world.secrets().names()).containsExactlyInAnyOrder("admin", "app-credentials");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void aTurnGoesOnThroughImmutableSecretsAndAKill(int writes) {
    operator.apply(USER, turning());
    world.secrets().makeImmutable("app-credentials");
    world.secrets().makeImmutable("app-dbops-login");
    world.writes().crashAfter(writes);
    try {
      operator.later(Duration.ofMinutes(61));
    } catch (Writes.Crash e) {
      assertThat(e).isNotNull();
    }
    restart();
    operator.later(Duration.ofMinutes(50));
    assertThat(works()).isTrue();
    assertThat(world.server().users()).containsOnlyKeys(login());
    assertThat(world.secrets().names())
        .containsExactlyInAnyOrder("admin", "app-credentials", "app-dbops-login");
  }

  @Test
  void aRetainedUserKeepsItsSecretAndNothingOfTheOperators() {
    operator.apply(USER, turning());
    operator.later(Duration.ofMinutes(61));
    operator.apply(USER, turning(), Map.of(Keys.DELETION_POLICY, "Retain"));
    operator.delete(USER);
    assertThat(world.gone(USER)).isTrue();
    assertThat(works()).as("whoever has the Secret can go on").isTrue();
    assertThat(secret().controller()).isNull();
    assertThat(world.secrets().names()).containsExactlyInAnyOrder("admin", "app-credentials");
  }

  private void restart() {
    operator.kill();
    world.writes().calm();
    operator = new TestOperator(world);
    operator.settle();
  }

  private static Map<String, Object> typed(String type) {
    return Specs.with(
        Specs.user("app"),
        Map.of(
            "passwordSecret",
            Map.of("secretName", "app-credentials", "secretTemplate", Map.of("type", type))));
  }

  private static Map<String, Object> turning() {
    Map<String, Object> rotation = new HashMap<>();
    rotation.put("enabled", true);
    rotation.put("schedule", "0 * * * *");
    rotation.put("oldUserPolicy", Map.of("gracePeriod", "5m"));
    return Specs.with(Specs.user("app"), Map.of("passwordRotation", rotation));
  }

  private Secret secret() {
    return world.secrets().get("default", "app-credentials").orElseThrow();
  }

  private String login() {
    return secret().text("username").orElseThrow().reveal();
  }

  private SecretText password() {
    return secret().text("password").orElseThrow();
  }

  private boolean works() {
    return world.server().login(login(), password());
  }
}
