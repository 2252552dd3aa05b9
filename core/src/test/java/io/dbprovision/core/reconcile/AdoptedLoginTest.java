package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.Secrets.Secret;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.testkit.memory.StoredObject;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A login that was there before its object. */
class AdoptedLoginTest {
  private static final ResourceKey USER = World.key(CustomKind.USER, "shop");
  private static final SecretText THEIRS = SecretText.of("theirs");
  private static final Map<String, String> ADOPT = Map.of(Keys.ADOPT, "true");

  private static final Map<String, Object> TURNS =
      Specs.with(Specs.user("shop"), Map.of("passwordRotation", Map.of("enabled", true)));

  private final World world = World.withInstance();
  private final TestOperator operator = new TestOperator(world);

  @Test
  void itKeepsItsPasswordAndNoSecretClaimsToKnowIt() {
    adopted();

    assertThat(world.server().login("shop", THEIRS)).isTrue();
    assertThat(Objects.requireNonNull(world.server().users().get("shop")).owner()).isNotNull();
    assertThat(world.condition(USER, "Ready").status()).isEqualTo("True");
    assertThat(world.condition(USER, "Synced").status()).isEqualTo("True");
    assertThat(world.condition(USER, "SecretCreated").reason()).isEqualTo("PasswordUnknown");
    assertThat(world.condition(USER, "SecretCreated").message()).contains(Keys.ROTATE_PASSWORD);
    assertThat(secret()).isEmpty();
    assertThat(world.status(USER).has("secret")).isFalse();
  }

  @Test
  void itKeepsItWhenTheAnnotationGoesAndWhenTheOperatorStartsAnew() {
    adopted();

    operator.apply(USER, Specs.user("shop"));
    operator.kill();
    new TestOperator(world).later(World.DRIFT_INTERVAL.multipliedBy(3));

    assertThat(world.server().login("shop", THEIRS)).isTrue();
    assertThat(secret()).isEmpty();
    assertThat(world.condition(USER, "Ready").status()).isEqualTo("True");
  }

  @Test
  void nothingIsWrittenAgainWhileNothingChanges() {
    adopted();
    int before = world.writes().count();

    operator.later(World.DRIFT_INTERVAL.multipliedBy(5));

    assertThat(world.writes().count()).isEqualTo(before);
  }

  @Test
  void aNewPasswordIsSetWhenItIsAskedFor() {
    adopted();

    operator.apply(USER, Specs.user("shop"), Map.of(Keys.ROTATE_PASSWORD, "first"));

    assertThat(world.server().login("shop", THEIRS)).isFalse();
    SecretText set = secret().orElseThrow().data().get("password");
    assertThat(world.server().login("shop", Objects.requireNonNull(set))).isTrue();
    assertThat(world.condition(USER, "SecretCreated").status()).isEqualTo("True");
  }

  @Test
  void whenItIsLostItIsMadeAgainWithAPasswordOfOurs() {
    adopted();
    world.server().users().remove("shop");

    operator.later(World.DRIFT_INTERVAL.multipliedBy(2));

    SecretText set = secret().orElseThrow().data().get("password");
    assertThat(world.server().login("shop", Objects.requireNonNull(set))).isTrue();
  }

  @Test
  void whatIsNotThereIsMadeAsUsual() {
    operator.apply(USER, Specs.user("shop"), ADOPT);

    SecretText set = secret().orElseThrow().data().get("password");
    assertThat(world.server().login("shop", Objects.requireNonNull(set))).isTrue();
  }

  @Test
  void itIsNotAdoptedIntoTurnsAndNothingIsMadeForThem() {
    world.server().users().put("shop", StoredObject.foreign().withPassword(THEIRS));
    operator.apply(USER, TURNS);
    assertThat(world.condition(USER, "Synced").reason()).isEqualTo("Conflict");

    operator.apply(USER, TURNS, ADOPT);

    assertThat(world.condition(USER, "Synced").message())
        .contains("spec.passwordRotation: ", "\"shop\"", "passwordRotation.enabled: false");
    assertThat(world.server().users()).containsOnlyKeys("shop");
    assertThat(world.server().roles()).isEmpty();
    assertThat(world.server().login("shop", THEIRS)).isTrue();
    assertThat(secret()).isEmpty();
    assertThat(world.secrets().get("default", "shop-dbops-login")).isEmpty();
  }

  @Test
  void anotherLoginTakesOverWhenTurnsBeginLater() {
    adopted();

    operator.apply(USER, TURNS);

    assertThat(world.server().login("shop", THEIRS)).as("for its grace period").isTrue();
    assertThat(world.status(USER).object("rotation").objects("pendingDeletion"))
        .extracting(entry -> entry.text("user", ""))
        .containsExactly("shop");
    Secret next = secret().orElseThrow();
    assertThat(
            world
                .server()
                .login(
                    next.text("username").orElseThrow().reveal(),
                    next.text("password").orElseThrow()))
        .isTrue();
    assertThat(world.condition(USER, "SecretCreated").status()).isEqualTo("True");
  }

  private void adopted() {
    world.server().users().put("shop", StoredObject.foreign().withPassword(THEIRS));
    operator.apply(USER, Specs.user("shop"), ADOPT);
  }

  private Optional<Secret> secret() {
    return world.secrets().get("default", "shop-credentials");
  }
}
