package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.fake.Writes;
import io.dbprovision.core.kube.Secrets.Secret;
import io.dbprovision.spi.SecretText;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins that take turns. */
class RotationTest {
  private static final ResourceKey USER = World.key(CustomKind.USER, "app");
  private static final Duration A_DAY = Duration.ofDays(1).plusMinutes(2);

  private final World world = World.withInstance();
  private TestOperator operator = new TestOperator(world);

  @Test
  void theFirstLoginHasTheNameOfTheManifest() {
    operator.apply(USER, rotating(Map.of()));
    assertThat(login()).isEqualTo("app");
    assertThat(works()).isTrue();
    assertThat(rotation().values())
        .containsEntry("activeUser", "app")
        .containsEntry("serviceRole", "svc_app")
        .containsEntry("strategy", "role-inheritance");
    assertThat(world.server().roles()).containsKey("svc_app");
  }

  @Test
  void theScheduleMakesANewLoginAndTheOldOneWorksOn() {
    operator.apply(USER, rotating(Map.of("schedule", "0 3 * * *")));
    SecretText first = password();
    operator.later(A_DAY);
    assertThat(login()).startsWith("app_");
    assertThat(works()).isTrue();
    assertThat(world.server().login("app", first)).as("the old one works on").isTrue();
    Fields old = rotation().objects("pendingDeletion").getFirst();
    assertThat(old.text("user")).contains("app");
    assertThat(old.text("status")).contains("pending");
  }

  @Test
  void theOldLoginGoesWhenItsGraceIsOver() {
    operator.apply(
        USER,
        rotating(Map.of("schedule", "0 3 * * *", "oldUserPolicy", Map.of("gracePeriod", "2h"))));
    operator.later(Duration.ofHours(4));
    assertThat(world.server().users()).containsKey("app").hasSize(2);
    operator.later(Duration.ofHours(2));
    assertThat(world.server().users()).doesNotContainKey("app").hasSize(1);
    assertThat(rotation().objects("pendingDeletion")).isEmpty();
    assertThat(works()).isTrue();
  }

  @Test
  void aDisabledLoginStaysAndGoesWithTheRest() {
    operator.apply(
        USER,
        rotating(
            Map.of(
                "schedule",
                "0 3 * * *",
                "oldUserPolicy",
                Map.of("gracePeriod", "2h", "action", "disable"))));
    operator.later(Duration.ofHours(6));
    assertThat(world.server().users()).containsKey("app").hasSize(2);
    assertThat(rotation().objects("pendingDeletion").getFirst().text("status"))
        .contains("disabled");
    operator.delete(USER);
    assertThat(world.server().users()).isEmpty();
    assertThat(world.server().roles()).isEmpty();
    assertThat(world.gone(USER)).isTrue();
  }

  @Test
  void itTurnsOnRequestOncePerValue() {
    operator.apply(USER, rotating(Map.of()));
    world.clock().advance(Duration.ofMinutes(2));
    operator.apply(USER, rotating(Map.of()), Map.of(Keys.ROTATE_PASSWORD, "one"));
    String second = login();
    assertThat(second).isNotEqualTo("app");
    operator.later(Duration.ofHours(1));
    assertThat(login()).isEqualTo(second);
    operator.apply(USER, rotating(Map.of()), Map.of(Keys.ROTATE_PASSWORD, "two"));
    assertThat(login()).isNotIn("app", second);
  }

  @Test
  void aLoginThatIsThereWhenTurnsBeginStaysInUse() {
    operator.apply(USER, Specs.user("app"));
    SecretText before = password();
    operator.apply(USER, rotating(Map.of("schedule", "0 3 * * *")));
    assertThat(login()).isEqualTo("app");
    assertThat(password()).isEqualTo(before);
    assertThat(rotation().text("serviceRole")).contains("svc_app");
  }

  @Test
  void oneLoginMayKeepItsNameAndChangeItsPassword() {
    operator.apply(USER, rotating(Map.of("schedule", "0 3 * * *", "strategy", "single-login")));
    SecretText first = password();
    operator.later(A_DAY);
    assertThat(login()).isEqualTo("app");
    assertThat(password()).isNotEqualTo(first);
    assertThat(works()).isTrue();
    assertThat(world.server().login("app", first)).isFalse();
  }

  @Test
  void whateverAKillInterruptsTheSecretAlwaysLogsIn() {
    operator.apply(
        USER,
        rotating(
            Map.of(
                "schedule",
                "*/10 * * * *",
                "userNaming",
                "{{.Username}}_{{.Timestamp}}",
                "oldUserPolicy",
                Map.of("gracePeriod", "5m"))));
    Random random = new Random(7);
    Set<String> logins = new HashSet<>();
    for (int turn = 0; turn < 60; turn++) {
      world.writes().crashAfter(random.nextInt(12));
      try {
        operator.later(Duration.ofMinutes(1 + random.nextInt(12)));
      } catch (Writes.Crash e) {
        assertThat(e).isNotNull();
      }
      assertThat(works()).as("after turn " + turn).isTrue();
      operator.kill();
      world.writes().calm();
      operator = new TestOperator(world);
      operator.settle();
      assertThat(works()).as("after the restart of turn " + turn).isTrue();
      logins.add(login());
    }
    assertThat(logins.size()).as("turns that were taken").isGreaterThan(20);
    operator.later(Duration.ofMinutes(30));
    assertThat(world.server().users().size()).as("no login is forgotten").isLessThanOrEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void aLoginThatWasReplacedBeforeAKillIsNotForgottenWhenTheNextTurnIsDueAtOnce(int writes) {
    operator.apply(
        USER,
        rotating(Map.of("schedule", "0 * * * *", "oldUserPolicy", Map.of("gracePeriod", "5m"))));
    world.writes().crashAfter(writes);
    try {
      operator.later(Duration.ofMinutes(61));
    } catch (Writes.Crash e) {
      assertThat(e).isNotNull();
    }
    operator.kill();
    world.writes().calm();
    world.clock().advance(Duration.ofMinutes(61));
    operator = new TestOperator(world);
    operator.later(Duration.ofMinutes(30));
    assertThat(world.server().users()).containsOnlyKeys(login());
    assertThat(works()).isTrue();
  }

  private static Map<String, Object> rotating(Map<String, Object> rotation) {
    Map<String, Object> block = new HashMap<>(rotation);
    block.put("enabled", true);
    return Specs.with(Specs.user("app"), Map.of("passwordRotation", block));
  }

  private Fields rotation() {
    return world.status(USER).object("rotation");
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
