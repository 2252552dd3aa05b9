package io.dbprovision.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.fake.FakeResources;
import io.dbprovision.core.fake.Writes;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TakeoverCheckTest {
  private static final Map<String, Object> REF = Map.of("name", "pg");

  private final FakeResources resources = new FakeResources(new Writes());

  @Test
  void whatIsSimplyGoneOnWithIsOnlyCounted() {
    put(CustomKind.INSTANCE, "pg", Map.of("engine", "quick"), "Ready");
    put(CustomKind.DATABASE, "orders", Map.of("instanceRef", REF), "Ready");

    assertThat(report()).contains("2 objects of an earlier operator are gone on with as they are");
    assertThat(healthy()).isTrue();
  }

  @Test
  void whatThisOperatorHasSeenIsNotTakenOver() {
    put(CustomKind.DATABASE, "orders", Map.of("instanceRef", REF), "Ready");
    resources.applyStatus(
        resources.get(key(CustomKind.DATABASE, "orders")).orElseThrow(),
        Map.of("phase", "Ready", "madeOn", Map.of("instance", "x")));

    assertThat(report()).doesNotContain("takeover");
  }

  @Test
  void anAnnotationThatWasLeftIsSaidToCountAsDone() {
    put(CustomKind.INSTANCE, "pg", Map.of("engine", "quick"), "Ready");
    ResourceKey user = put(CustomKind.USER, "app", Map.of("instanceRef", REF), "Ready");
    resources.put(user, Map.of("instanceRef", REF), Map.of(Keys.ROTATE_PASSWORD, "true"));

    assertThat(report()).contains("rotate-password=true: that counts as done, its password stays");
    assertThat(healthy()).isTrue();
  }

  @Test
  void rightsThatTheInstanceDoesNotAllowAreNamedWithTheField() {
    put(
        CustomKind.INSTANCE,
        "pg",
        Map.of("engine", "quick", "box", Map.of("allowedAttributes", List.of("createRole"))),
        "Ready");
    put(
        CustomKind.USER,
        "app",
        Map.of("instanceRef", REF, "box", Map.of("superuser", true, "createRole", true)),
        "Ready");
    put(
        CustomKind.GRANT,
        "all",
        Map.of(
            "userRef",
            Map.of("name", "app"),
            "box",
            Map.of("grants", List.of(Map.of("level", "global")))),
        "Ready");

    assertThat(report())
        .contains("spec.box.superuser is refused")
        .contains("list it in spec.box.allowedAttributes of DatabaseInstance team/pg")
        .doesNotContain("createRole is refused")
        .contains("grants with level global are refused from now on");
  }

  @Test
  void copiesUnderWayAndEnginesThatNobodyServesStopTheSwitch() {
    put(CustomKind.INSTANCE, "odd", Map.of("engine", "strange"), "Ready");
    put(CustomKind.BACKUP, "b", Map.of(), "Running");
    put(
        CustomKind.BACKUP_SCHEDULE,
        "nightly",
        Map.of("schedule", "0 3 * * *", "retention", Map.of("keepLast", 3)),
        "Active");

    assertThat(report())
        .contains("no plugin serves the engine strange")
        .contains("it is Running, and becomes Failed")
        .contains("it fires from the switch on at the times of 0 3 * * *, and removes");
    assertThat(healthy()).isFalse();
  }

  private ResourceKey put(CustomKind kind, String name, Map<String, Object> spec, String phase) {
    ResourceKey key = key(kind, name);
    resources.put(key, spec, Map.of());
    resources.applyStatus(
        resources.get(key).orElseThrow(), Map.of("phase", phase, "observedGeneration", 1));
    return key;
  }

  private static ResourceKey key(CustomKind kind, String name) {
    return new ResourceKey(kind, "team", name);
  }

  private String report() {
    StringWriter text = new StringWriter();
    checkup().print(new PrintWriter(text, true));
    return text.toString();
  }

  private boolean healthy() {
    return checkup().healthy();
  }

  private Checkup checkup() {
    Checkup checkup = new Checkup();
    new TakeoverCheck(resources, Set.of("quick")).check(checkup);
    return checkup;
  }
}
