package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.Secrets.Secret;
import io.dbprovision.spi.SecretText;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A password that an operator before this one made, which did nothing about rotate-password. */
class EarlierPasswordTest {
  private static final ResourceKey USER = World.key(CustomKind.USER, "app");

  private final World world = World.withInstance();
  private final TestOperator operator = new TestOperator(world);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsAskedForAtTheSwitchCountsAsDone(boolean turns) {
    SecretText theirs = left();

    operator.apply(USER, spec(turns), Map.of(Keys.ROTATE_PASSWORD, "true"));
    operator.later(Duration.ofHours(1));

    assertThat(password()).isEqualTo(theirs);
    assertThat(world.server().login("app", theirs)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anotherValueRotates(boolean turns) {
    SecretText theirs = left();
    operator.apply(USER, spec(turns), Map.of(Keys.ROTATE_PASSWORD, "true"));
    operator.later(Duration.ofHours(1));

    operator.apply(USER, spec(turns), Map.of(Keys.ROTATE_PASSWORD, "again"));

    assertThat(password()).isNotEqualTo(theirs);
  }

  @Test
  void aFirstValueAfterTheSwitchRotates() {
    SecretText theirs = left();
    operator.apply(USER, spec(false));

    operator.apply(USER, spec(false), Map.of(Keys.ROTATE_PASSWORD, "true"));

    assertThat(password()).isNotEqualTo(theirs);
    assertThat(world.server().login("app", password())).isTrue();
  }

  /** The login, its Secret and the status as the earlier operator leaves them. */
  private SecretText left() {
    operator.apply(USER, Specs.user("app"));
    world.secrets().annotate(secret().name(), Keys.ROTATED_AT, "");
    world
        .resources()
        .applyStatus(
            world.resources().get(USER).orElseThrow(),
            Map.of(
                "phase",
                "Ready",
                "user",
                Map.of("username", "app"),
                "secret",
                Map.of("name", secret().name(), "namespace", "default")));
    return password();
  }

  private static Map<String, Object> spec(boolean turns) {
    return turns
        ? Specs.with(Specs.user("app"), Map.of("passwordRotation", Map.of("enabled", true)))
        : Specs.user("app");
  }

  private Secret secret() {
    return world.secrets().get("default", "app-credentials").orElseThrow();
  }

  private SecretText password() {
    return secret().text("password").orElseThrow();
  }
}
