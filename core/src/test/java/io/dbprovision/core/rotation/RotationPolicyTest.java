package io.dbprovision.core.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Metadata;
import io.dbprovision.spi.EngineException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RotationPolicyTest {
  private static final Instant CHANGED = Instant.parse("2026-03-04T10:00:00Z");

  @Test
  void withoutTheBlockNothingChangesByItself() {
    RotationPolicy policy = RotationPolicy.of(user(Map.of(), Map.of()));
    assertThat(policy.enabled()).isFalse();
    assertThat(policy.next(CHANGED)).isEmpty();
  }

  @Test
  void theScheduleIsInUtcAndStrictlyAfterTheLastChange() {
    assertThat(enabled(Map.of("schedule", "0 3 * * *")).next(CHANGED))
        .contains(Instant.parse("2026-03-05T03:00:00Z"));
    assertThat(enabled(Map.of("schedule", "0 10 * * *")).next(CHANGED))
        .contains(Instant.parse("2026-03-05T10:00:00Z"));
  }

  @Test
  void theEarlierOfScheduleAndAgeCounts() {
    assertThat(enabled(Map.of("schedule", "0 3 * * *", "maxAge", "1h")).next(CHANGED))
        .contains(CHANGED.plus(Duration.ofHours(1)));
    assertThat(enabled(Map.of("maxAge", "720h")).next(CHANGED))
        .contains(CHANGED.plus(Duration.ofDays(30)));
  }

  @Test
  void whatAClockWroteThatWasAheadIsDueAndNeverTooSoon() {
    RotationPolicy policy = enabled(Map.of("schedule", "0 3 * * *"));
    Instant ahead = CHANGED.plus(Duration.ofDays(30));
    assertThat(policy.due(ahead, CHANGED)).isTrue();
    assertThat(RotationPause.tooSoon(ahead, CHANGED)).isFalse();
    Instant slightly = CHANGED.plusSeconds(30);
    assertThat(policy.due(slightly, CHANGED)).isFalse();
    assertThat(RotationPause.tooSoon(slightly, CHANGED)).isTrue();
    assertThat(enabled(Map.of()).due(ahead, CHANGED)).as("only on request").isFalse();
  }

  @Test
  void whatIsSwitchedOffHasNoNextTime() {
    assertThat(
            RotationPolicy.of(user(Map.of("enabled", false, "schedule", "* * * * *"), Map.of()))
                .next(CHANGED))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "schedule, every night",
    "schedule, 0 0 3 * * *",
    "schedule, 61 * * * *",
    "maxAge, soon",
    "maxAge, -1h",
    "maxAge, 0s"
  })
  void whatCannotBeReadIsChargedToItsField(String field, String value) {
    assertThatThrownBy(
            () -> RotationPolicy.checked(user(Map.of("enabled", true, field, value), Map.of())))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("spec.passwordRotation." + field);
  }

  @Test
  void replacedLoginsHaveAWeekUnlessToldOtherwiseAndAMinuteAtLeast() {
    assertThat(enabled(Map.of()).grace()).isEqualTo(Duration.ofDays(7));
    assertThat(enabled(Map.of("oldUserPolicy", Map.of("gracePeriodDays", 0))).grace())
        .isEqualTo(Duration.ofMinutes(1));
    assertThat(enabled(Map.of("oldUserPolicy", Map.of("gracePeriod", "0s"))).grace())
        .isEqualTo(Duration.ofMinutes(1));
    assertThat(
            enabled(Map.of("oldUserPolicy", Map.of("gracePeriodDays", 3, "gracePeriod", "90s")))
                .grace())
        .isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void theCommonRoleIsNamedAfterTheUserUnlessToldOtherwise() {
    assertThat(enabled(Map.of()).serviceRole()).isEqualTo("svc_app");
    assertThat(enabled(Map.of("serviceRole", Map.of("name", "app"))).serviceRole())
        .isEqualTo("app");
  }

  @Test
  void theRoleThatTheyShareAlreadyIsTheOneAndAnotherIsRefused() {
    Map<String, Object> shared = Map.of("serviceRole", "svc_app");
    Map<String, Object> renamed = Map.of("serviceRole", Map.of("name", "grafana"));
    assertThat(RotationPolicy.of(user(renamed, shared)).serviceRole()).isEqualTo("svc_app");
    assertThatThrownBy(() -> RotationPolicy.checked(user(renamed, shared)))
        .hasMessageContaining("spec.passwordRotation.serviceRole.name");
  }

  @Test
  void loginsThatTookTurnsOnceGoOnTakingTurns() {
    assertThat(RotationPolicy.takesTurns(user(Map.of(), Map.of()))).isFalse();
    assertThat(RotationPolicy.takesTurns(user(Map.of("enabled", true), Map.of()))).isTrue();
    assertThat(
            RotationPolicy.takesTurns(
                user(Map.of("enabled", true, "strategy", "single-login"), Map.of())))
        .isFalse();
    assertThat(
            RotationPolicy.takesTurns(
                user(Map.of("enabled", false), Map.of("serviceRole", "svc_app"))))
        .isTrue();
  }

  private static RotationPolicy enabled(Map<String, Object> rotation) {
    Map<String, Object> block = new HashMap<>(rotation);
    block.put("enabled", true);
    return RotationPolicy.of(user(block, Map.of()));
  }

  private static CustomResource user(Map<String, Object> rotation, Map<String, Object> status) {
    return new CustomResource(
        CustomKind.USER,
        new Metadata("team-a", "app", "uid", "1", 1, null, null, Map.of(), Map.of(), List.of()),
        Fields.of(Map.of("username", "app", "passwordRotation", rotation)),
        Fields.of(Map.of("rotation", status)));
  }
}
