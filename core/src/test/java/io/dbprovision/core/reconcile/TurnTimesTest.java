package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.Keys;
import io.dbprovision.spi.SecretText;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When logins take turns, and by whose clock. */
class TurnTimesTest extends TurnScene {
  @Test
  void aClockThatWasAheadStopsNoTurnAndKeepsNoOldLogin() {
    Duration year = Duration.ofDays(365);
    operator.apply(
        USER,
        rotating(Map.of("schedule", "0 3 * * *", "oldUserPolicy", Map.of("gracePeriod", "2h"))));
    world.clock().advance(year);
    operator.settle();
    operator.reconcile(USER);
    String ahead = login();
    assertThat(ahead).isNotEqualTo("app");
    world.clock().advance(year.negated());
    operator.reconcile(USER);
    operator.settle();
    assertThat(login()).isNotIn("app", ahead);
    assertThat(works()).isTrue();
    assertThat(world.status(USER).object("rotation").objects("pendingDeletion"))
        .hasSize(2)
        .allMatch(
            entry ->
                Instant.parse(entry.text("deleteAfter", ""))
                    .isBefore(world.clock().instant().plus(Duration.ofHours(3))));
    assertThat(rotation("nextRotationAt")).startsWith("2026-01-01T03:00:00");
  }

  @ParameterizedTest
  @ValueSource(strings = {"role-inheritance", "single-login"})
  void aClockThatWasAheadRefusesNoRotationThatIsAskedFor(String strategy) {
    Map<String, Object> spec = rotating(Map.of("strategy", strategy));
    world.clock().advance(Duration.ofDays(365));
    operator.apply(USER, spec);
    world.clock().advance(Duration.ofDays(365).negated());
    SecretText before = password();
    operator.apply(USER, spec, Map.of(Keys.ROTATE_PASSWORD, "one"));
    assertThat(password()).isNotEqualTo(before);
    assertThat(works()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"role-inheritance", "single-login"})
  void twoRotationsThatAreAskedForAtOnceAreAMinuteApart(String strategy) {
    Map<String, Object> spec = rotating(Map.of("strategy", strategy));
    operator.apply(USER, spec);
    world.clock().advance(TWO_MINUTES);
    operator.apply(USER, spec, Map.of(Keys.ROTATE_PASSWORD, "one"));
    SecretText second = password();
    operator.apply(USER, spec, Map.of(Keys.ROTATE_PASSWORD, "two"));
    assertThat(password()).isEqualTo(second);
    operator.later(TWO_MINUTES);
    SecretText third = password();
    assertThat(third).isNotEqualTo(second);
    assertThat(works()).isTrue();
    operator.later(Duration.ofHours(1));
    assertThat(password()).isEqualTo(third);
  }

  @ParameterizedTest
  @ValueSource(strings = {"role-inheritance", "single-login"})
  void aRotationThatWaitsForItsMinuteOutlivesTheProcess(String strategy) {
    Map<String, Object> spec =
        Specs.with(
            rotating(Map.of("strategy", strategy)),
            Map.of("driftPolicy", Map.of("mode", "ignore")));
    operator.apply(USER, spec);
    SecretText first = password();
    operator.apply(USER, spec, Map.of(Keys.ROTATE_PASSWORD, "one"));
    assertThat(password()).isEqualTo(first);
    restart();
    operator.later(TWO_MINUTES);
    assertThat(password()).isNotEqualTo(first);
    assertThat(works()).isTrue();
  }

  @Test
  void withoutAnyGraceAnOldLoginStillHasItsMinute() {
    operator.apply(USER, rotating(Map.of("oldUserPolicy", Map.of("gracePeriod", "0s"))));
    SecretText first = password();
    turn("one");
    operator.later(Duration.ofSeconds(50));
    assertThat(world.server().login("app", first)).isTrue();
    operator.later(Duration.ofSeconds(30));
    assertThat(world.server().users()).containsOnlyKeys(login());
  }

  @ParameterizedTest
  @CsvSource({"role-inheritance, app-dbops-login", "single-login, app-credentials"})
  void aTimeThatSomebodyWroteOverStopsNothing(String strategy, String secret) {
    Map<String, Object> spec = rotating(Map.of("strategy", strategy, "maxAge", "2h"));
    operator.apply(USER, spec);
    SecretText first = password();
    world.secrets().annotate(secret, "dbops.dbprovision.io/rotated-at", "yesterday");
    operator.settle();
    assertThat(world.condition(USER, "Synced").status()).isEqualTo("True");
    operator.apply(USER, spec, Map.of(Keys.ROTATE_PASSWORD, "one"));
    operator.later(TWO_MINUTES);
    assertThat(password()).isNotEqualTo(first);
    assertThat(works()).isTrue();
    assertThat(rotation("nextRotationAt")).isNotEmpty();
  }
}
