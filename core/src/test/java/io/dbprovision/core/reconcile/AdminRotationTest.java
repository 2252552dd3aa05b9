package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.fake.Writes;
import io.dbprovision.core.kube.Secrets.Secret;
import io.dbprovision.spi.testkit.memory.Operation;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The password of the login that the operator itself works as. */
class AdminRotationTest {
  private static final String OLD = "admin-password";
  private static final String PENDING = "main-dbops-admin";

  private final World world = World.withInstance();
  private TestOperator operator = new TestOperator(world);

  @Test
  void itIsChangedOnTheServerAndInItsSecretOnceForEachValue() {
    operator.settle();
    rotate("first");
    String first = password();
    assertThat(first).isNotEqualTo(OLD).hasSize(32);
    assertThat(world.condition(World.INSTANCE, "PasswordRotated").status()).isEqualTo("True");
    assertThat(world.condition(World.INSTANCE, "Ready").status()).isEqualTo("True");
    assertThat(world.secrets().get("default", PENDING)).isEmpty();
    assertThat(world.events().seen()).anyMatch(event -> event.startsWith("PasswordRotated main"));
    assertThat(world.events().seen() + world.status(World.INSTANCE).values().toString())
        .doesNotContain(first);

    operator.later(World.DRIFT_INTERVAL);
    restarted();
    assertThat(password()).isEqualTo(first);
    assertThat(world.server().calls(Operation.CHANGE_PASSWORD)).isEqualTo(1);

    rotate("second");
    assertThat(password()).isNotEqualTo(first);
    restarted();
  }

  @Test
  void unaskedNothingIsRead() {
    operator.settle();
    rotate("false");
    assertThat(password()).isEqualTo(OLD);
    assertThat(world.server().calls(Operation.CHANGE_PASSWORD)).isZero();
  }

  @Test
  void anEndAtAnyPointIsGoneOnFrom() {
    int points = 0;
    for (boolean crashed = true; crashed; points++) {
      World fresh = World.withInstance();
      TestOperator first = new TestOperator(fresh);
      first.settle();
      fresh.writes().crashAfter(points);
      crashed = false;
      try {
        fresh.applyInstance(Map.of(), Map.of(Keys.ROTATE_PASSWORD, "once"));
        first.settle();
      } catch (Writes.Crash e) {
        crashed = true;
      }
      first.kill();
      fresh.writes().calm();

      new TestOperator(fresh).settle();

      assertThat(fresh.secrets().get("default", PENDING)).as("point " + points).isEmpty();
      assertThat(password(fresh)).as("point " + points).isNotEqualTo(OLD);
      new TestOperator(fresh).settle();
      assertThat(fresh.condition(World.INSTANCE, "Ready").status())
          .as("the Secret lets in after an end before write " + points)
          .isEqualTo("True");
      assertThat(fresh.condition(World.INSTANCE, "PasswordRotated").status()).isEqualTo("True");
    }
    assertThat(points).as("writes of a rotation").isGreaterThan(4);
  }

  @Test
  void anEndIsGoneOnFromThoughTheAnnotationIsGone() {
    operator.settle();
    // the pending Secret and the server have it, the admin's Secret has not
    world.writes().crashAfter(2);
    try {
      rotate("once");
    } catch (Writes.Crash e) {
      operator.kill();
    }
    world.writes().calm();
    assertThat(password()).isEqualTo(OLD);
    world.applyInstance(Map.of(), Map.of());

    restarted();

    assertThat(password()).isNotEqualTo(OLD);
    assertThat(world.secrets().get("default", PENDING)).isEmpty();
  }

  @Test
  void aSecretThatCannotBeChangedStopsItBeforeTheServerIsTouched() {
    operator.settle();
    world.secrets().immutable.add("admin");
    rotate("once");
    assertThat(world.condition(World.INSTANCE, "PasswordRotated").reason())
        .isEqualTo("PermissionDenied");
    assertThat(world.condition(World.INSTANCE, "PasswordRotated").message()).contains("immutable");
    assertThat(world.condition(World.INSTANCE, "Ready").status()).isEqualTo("True");
    assertThat(world.server().calls(Operation.CHANGE_PASSWORD)).isZero();
    assertThat(world.secrets().get("default", PENDING)).isEmpty();
  }

  @Test
  void nobodyIsLockedOutWhoHasTheSameLoginInAnotherSecret() {
    world.secrets().put("copy", Map.of("username", "admin", "password", OLD));
    ResourceKey other = World.key(CustomKind.INSTANCE, "other");
    world
        .resources()
        .put(
            other,
            Specs.with(
                world.resource(World.INSTANCE).spec().values(),
                Map.of(
                    "connection",
                    Map.of("host", "db.test", "port", 5000, "secretRef", Map.of("name", "copy")))),
            Map.of());
    operator.settle();
    rotate("once");
    assertThat(world.condition(World.INSTANCE, "PasswordRotated").reason()).isEqualTo("Conflict");
    assertThat(world.condition(World.INSTANCE, "PasswordRotated").message())
        .contains(other.toString());
    assertThat(world.server().calls(Operation.CHANGE_PASSWORD)).isZero();
  }

  private void rotate(String token) {
    world.applyInstance(Map.of(), Map.of(Keys.ROTATE_PASSWORD, token));
    operator.settle();
  }

  /** Only the password in the Secret lets a new operator in. */
  private void restarted() {
    operator.kill();
    operator = new TestOperator(world);
    operator.settle();
    assertThat(world.condition(World.INSTANCE, "Ready").status()).isEqualTo("True");
  }

  private String password() {
    return password(world);
  }

  private static String password(World world) {
    Secret secret = world.secrets().get("default", "admin").orElseThrow();
    return secret.text("password").orElseThrow().reveal();
  }
}
