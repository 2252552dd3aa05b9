package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DriftPolicyTest {
  private static final ResourceKey DATABASE = World.key(CustomKind.DATABASE, "shop");
  private static final Duration FALLBACK = Duration.ofHours(8);
  private static final Map<String, Object> WRONG =
      Map.of("driftPolicy", Map.of("mode", "detect", "interval", "soon"));

  private final World world = new World();

  private CustomResource instance(Map<String, Object> spec) {
    world.resources().put(World.INSTANCE, spec, Map.of());
    return world.resource(World.INSTANCE);
  }

  private CustomResource database(Map<String, Object> more) {
    world.resources().put(DATABASE, Specs.with(Specs.database("shop"), more), Map.of());
    return world.resource(DATABASE);
  }

  @Test
  void aWrongIntervalOfTheObjectIsChargedToItsField() {
    assertThatThrownBy(() -> DriftPolicy.of(database(WRONG), instance(Map.of()), FALLBACK))
        .hasMessageStartingWith("spec.driftPolicy.interval: must be a duration of at least 1s");
  }

  @Test
  void aWrongIntervalOfTheInstanceIsChargedToTheInstance() {
    assertThatThrownBy(() -> DriftPolicy.of(database(Map.of()), instance(WRONG), FALLBACK))
        .hasMessageStartingWith(
            "DatabaseInstance default/main, spec.driftPolicy.interval: must be a duration of at least 1s");
  }

  @Test
  void lessThanASecondIsRefusedAndASecondIsNot() {
    for (String tooShort : List.of("1ms", "999ms", "0s", "-1h")) {
      assertThatThrownBy(
              () -> DriftPolicy.of(database(every(tooShort)), instance(Map.of()), FALLBACK))
          .as(tooShort)
          .hasMessage(
              "spec.driftPolicy.interval: must be a duration of at least 1s, such as 10s, 30m or 8h, got "
                  + tooShort);
    }
    assertThat(DriftPolicy.of(database(every("1s")), instance(Map.of()), FALLBACK).interval())
        .isEqualTo(Duration.ofSeconds(1));
  }

  private static Map<String, Object> every(String interval) {
    return Map.of("driftPolicy", Map.of("interval", interval));
  }

  @Test
  void theObjectsOwnPolicyHidesWhatIsWrongWithTheInstances() {
    Map<String, Object> own = Map.of("driftPolicy", Map.of("mode", "correct"));
    assertThat(DriftPolicy.of(database(own), instance(WRONG), FALLBACK))
        .isEqualTo(new DriftPolicy(DriftPolicy.Mode.CORRECT, FALLBACK));
  }
}
