package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.digest.Sha256;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InputsTest {
  private static final ResourceKey DATABASE = World.key(CustomKind.DATABASE, "shop");

  private static String text(Object value) {
    StringBuilder text = new StringBuilder();
    Inputs.append(text, value, true);
    return text.toString();
  }

  @Test
  void noTwoValuesAreWrittenAlike() {
    List<Object> values =
        List.of(
            Map.of("a", "x", "b", "y"),
            Map.of("a=1:x;b", "y"),
            Map.of("a", "x;1:b=1:y"),
            Map.of("a", Map.of("b", "y")),
            Map.of("a", List.of("x", "y")),
            Map.of("a", List.of(List.of("x"), "y")),
            Map.of("a", 1),
            Map.of("a", "1"),
            Map.of("a", true),
            Map.of("a", "true"),
            List.of("a", "b"),
            List.of("ab"),
            List.of());

    assertThat(values.stream().map(InputsTest::text)).doesNotHaveDuplicates();
  }

  @Test
  void theOrderOfAMapsKeysIsNothing() {
    Map<String, Object> other = new HashMap<>();
    other.put("b", "y");
    other.put("a", "x");
    assertThat(text(other)).isEqualTo(text(Map.of("a", "x", "b", "y")));
  }

  @Test
  void anObjectThatAnEarlierVersionBroughtInLineIsNotWorkedOnForThat() {
    World world = World.withInstance();
    TestOperator operator = new TestOperator(world);
    operator.apply(DATABASE, Specs.database("shop_db"));
    String now = world.status(DATABASE).text("appliedInputs", "");
    assertThat(now).matches("3:[0-9a-f]{32}:[0-9a-f]{32}:detect");
    Map<String, Object> status = new HashMap<>(world.status(DATABASE).values());
    String before = firstForm(world);
    status.put("appliedInputs", before);
    world.resources().applyStatus(world.resource(DATABASE), status);
    int writes = world.writes().count();

    operator.reconcile(DATABASE);
    assertThat(world.writes().count()).isEqualTo(writes);
    assertThat(world.status(DATABASE).text("appliedInputs")).contains(before);

    operator.apply(
        DATABASE, Specs.with(Specs.database("shop_db"), Map.of("deletionPolicy", "Retain")));
    assertThat(world.status(DATABASE).text("appliedInputs", "")).isEqualTo(now);
  }

  @Test
  void theLastPartOfAVersionBringsNothingNew() {
    assertThat(List.of("16.4", "16.10 (Debian 16.10-1)", "18beta1", "8.0.36", "10.11.6-MariaDB"))
        .extracting(Inputs::release)
        .containsExactly("16", "16", "18", "8.0", "10.11");
  }

  /** As versions up to 0.1.0 wrote it. */
  private static String firstForm(World world) {
    StringBuilder text = new StringBuilder();
    Inputs.append(text, world.resource(DATABASE).spec().values(), false);
    text.append("{}{}{}");
    Inputs.append(text, world.status(World.INSTANCE).text("version", ""), false);
    Inputs.append(text, "", false);
    return Sha256.hex(text.toString()).substring(0, 32);
  }
}
