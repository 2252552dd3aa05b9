package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.spi.SecretText;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A login whose password is replaced while the one before works on. */
class PasswordKeepingTest extends TurnScene {
  private static final Map<String, Object> HOURLY = Map.of("schedule", "0 * * * *");
  private static final Map<String, Object> FIVE_MINUTES =
      Map.of("oldUserPolicy", Map.of("gracePeriod", "5m"));

  @BeforeEach
  void theServerHoldsTwoPasswords() {
    world.server().holdTwoPasswords(true);
  }

  private static Map<String, Object> keeping(Map<String, Object> more) {
    Map<String, Object> rotation = new HashMap<>(more);
    rotation.put("strategy", "dual-password");
    return rotating(rotation);
  }

  private boolean logsIn(SecretText password) {
    return world.server().login("app", password);
  }

  private void rotate(String token) {
    operator.later(TWO_MINUTES);
    operator.apply(USER, world.resource(USER).spec().values(), Map.of(Keys.ROTATE_PASSWORD, token));
  }

  private Fields previous() {
    return world.status(USER).object("rotation").object("previousPassword");
  }

  @Test
  void bothPasswordsWorkForTheGracePeriodAndThenTheNewOneAlone() {
    operator.apply(USER, keeping(Map.of()));
    SecretText first = password();
    assertThat(works()).isTrue();
    assertThat(rotation("strategy")).isEqualTo("dual-password");
    assertThat(rotation("serviceRole")).isEmpty();
    assertThat(previous().isEmpty()).as("there was none before").isTrue();
    rotate("one");
    assertThat(login()).isEqualTo("app");
    assertThat(password()).isNotEqualTo(first);
    assertThat(works()).isTrue();
    assertThat(logsIn(first)).as("who has not read the Secret again goes on").isTrue();
    Instant replaced = Instant.parse(previous().text("replacedAt", ""));
    assertThat(previous().text("discardAfter", ""))
        .isEqualTo(replaced.plus(Duration.ofHours(1)).toString());
    operator.later(Duration.ofMinutes(59));
    assertThat(logsIn(first)).isTrue();
    operator.later(TWO_MINUTES);
    assertThat(logsIn(first)).as("its time is over").isFalse();
    assertThat(works()).isTrue();
    assertThat(previous().isEmpty()).isTrue();
    assertThat(world.condition(USER, "Synced").status()).isEqualTo("True");
    assertThat(world.server().users()).hasSize(1);
    assertThat(world.server().roles()).isEmpty();
  }

  @Test
  void theScheduleRotatesAndThereAreNeverMoreThanTwo() {
    operator.apply(USER, keeping(HOURLY));
    SecretText first = password();
    operator.later(Duration.ofMinutes(61));
    SecretText second = password();
    assertThat(logsIn(first)).isTrue();
    operator.later(Duration.ofMinutes(60));
    assertThat(logsIn(first)).isFalse();
    assertThat(logsIn(second)).isTrue();
    assertThat(works()).isTrue();
  }

  @Test
  void whatAKillInterruptsLeavesASecretThatLogsInAndAnOldPasswordThatWorksOn() {
    operator.apply(USER, keeping(Map.of("maxAge", "1h")));
    Random random = new Random(11);
    for (int turn = 0; turn < 40; turn++) {
      SecretText before = password();
      world.clock().advance(Duration.ofMinutes(61));
      world.writes().crashAfter(random.nextInt(8));
      crash(() -> operator.later(Duration.ofSeconds(30)));
      assertThat(works()).as("after the kill of turn " + turn).isTrue();
      restart();
      operator.later(Duration.ofMinutes(1));
      assertThat(works()).as("after the restart of turn " + turn).isTrue();
      assertThat(password()).as("turn " + turn).isNotEqualTo(before);
      assertThat(logsIn(before)).as("the old one after turn " + turn).isTrue();
    }
    operator.apply(USER, keeping(FIVE_MINUTES));
    operator.later(Duration.ofMinutes(10));
    assertThat(world.server().replaced()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void aKillWhenThePeriodEndsDiscardsItAllTheSame(int writes) {
    operator.apply(USER, keeping(FIVE_MINUTES));
    SecretText first = password();
    rotate("one");
    assertThat(logsIn(first)).isTrue();
    world.clock().advance(Duration.ofMinutes(6));
    world.writes().crashAfter(writes);
    crash(() -> operator.later(Duration.ofSeconds(30)));
    restart();
    operator.later(Duration.ofMinutes(1));
    assertThat(logsIn(first)).isFalse();
    assertThat(works()).isTrue();
    assertThat(previous().isEmpty()).isTrue();
  }

  @Test
  void aPasswordThatIsThereWhenItBeginsStaysInUse() {
    operator.apply(USER, Specs.user("app"));
    SecretText first = password();
    operator.apply(USER, keeping(Map.of()));
    assertThat(password()).isEqualTo(first);
    rotate("one");
    assertThat(logsIn(first)).isTrue();
    assertThat(works()).isTrue();
  }

  @Test
  void whoGoesBackToOnePasswordKeepsTheOldOneForItsTime() {
    operator.apply(USER, keeping(Map.of()));
    SecretText first = password();
    rotate("one");
    SecretText second = password();
    operator.apply(USER, rotating(Map.of("strategy", "single-login")));
    assertThat(password()).isEqualTo(second);
    assertThat(logsIn(first)).isTrue();
    assertThat(previous().isEmpty()).isFalse();
    assertThat(world.secrets().get("default", KEEPER)).isEmpty();
    operator.later(THE_REST_OF_IT);
    assertThat(logsIn(first)).isFalse();
    assertThat(works()).isTrue();
    assertThat(previous().isEmpty()).isTrue();
  }

  @Test
  void theSectionOfTheEngineMaySayForHowManyDays() {
    operator.apply(
        USER,
        keeping(
            Map.of(
                "memory",
                Map.of("discardOldPasswordAfterDays", 2),
                "oldUserPolicy",
                Map.of("gracePeriodDays", 5))));
    assertThat(world.condition(USER, "Synced").status()).isEqualTo("True");
    SecretText first = password();
    rotate("one");
    operator.later(Duration.ofHours(47));
    assertThat(logsIn(first)).isTrue();
    operator.later(Duration.ofHours(2));
    assertThat(logsIn(first)).isFalse();
  }

  @Test
  void aLostSecretIsMadeAnewFromWhatTheOperatorKeeps() {
    operator.apply(USER, keeping(Map.of()));
    SecretText first = password();
    world.secrets().remove(READERS);
    operator.later(THE_REST_OF_IT);
    assertThat(password()).isEqualTo(first);
    assertThat(works()).isTrue();
  }

  @Test
  void whatHasNoEffectIsTold() {
    operator.apply(
        USER,
        keeping(
            Map.of(
                "serviceRole", Map.of("name", "s"), "oldUserPolicy", Map.of("action", "retain"))));
    assertThat(world.condition(USER, "Synced").message())
        .contains("spec.passwordRotation.serviceRole: has no effect")
        .contains("spec.passwordRotation.oldUserPolicy.action: has no effect")
        .doesNotContain("spec.passwordRotation.oldUserPolicy:");
  }

  @Test
  void aServerWithOnePasswordPerLoginSaysSoAndChangesNone() {
    world.server().holdTwoPasswords(false);
    operator.apply(USER, keeping(HOURLY));
    SecretText first = password();
    operator.later(THE_REST_OF_IT);
    assertThat(password()).isEqualTo(first);
    assertThat(world.condition(USER, "Ready").status()).isEqualTo("True");
    assertThat(world.condition(USER, "Synced").message())
        .contains("spec.passwordRotation.strategy: dual-password is not supported by this server");
  }

  @Test
  void allSecretsGoWithTheUser() {
    operator.apply(USER, keeping(Map.of()));
    rotate("one");
    operator.delete(USER);
    assertThat(world.gone(USER)).isTrue();
    assertThat(world.server().users()).isEmpty();
    assertThat(world.secrets().get("default", KEEPER)).isEmpty();
    assertThat(world.secrets().get("default", READERS)).isEmpty();
  }
}
