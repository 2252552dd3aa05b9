package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.spi.testkit.memory.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The statements that a database begins with. */
class InitSqlTest {
  private static final ResourceKey KEY = World.key(CustomKind.DATABASE, "shop");

  private final World world = World.withInstance();
  private final TestOperator operator = new TestOperator(world);

  @Test
  void theStatementsRunOncePerText() {
    apply(Map.of("inline", List.of("mark one")));
    assertThat(marks()).containsKey("mark.one");
    assertThat(world.condition(KEY, "Synced").status()).isEqualTo("True");
    assertThat(world.status(KEY).object("initSQL").flag("applied", false)).isTrue();
    operator.later(Duration.ofDays(1));
    assertThat(world.server().calls(Operation.RUN_SCRIPT)).isEqualTo(1);
    apply(Map.of("inline", List.of("mark two")));
    assertThat(marks()).containsKeys("mark.one", "mark.two");
    assertThat(world.server().calls(Operation.RUN_SCRIPT)).isEqualTo(2);
  }

  @Test
  void aFailureToContinueFromLeavesTheDatabaseReadyAndIsSaid() {
    apply(Map.of("inline", List.of("nonsense"), "failurePolicy", "Continue"));
    assertThat(world.condition(KEY, "Ready").status()).isEqualTo("True");
    assertThat(world.condition(KEY, "Synced").reason()).isEqualTo("InitSQLFailed");
    operator.later(Duration.ofDays(1));
    assertThat(world.server().calls(Operation.RUN_SCRIPT))
        .as("the text has not changed, so it would fail again")
        .isEqualTo(1);
  }

  @Test
  void aFailureBlocksAndIsTriedAgainUntilItWorks() {
    apply(Map.of("inline", List.of("nonsense")));
    assertThat(world.condition(KEY, "Ready").status()).isEqualTo("False");
    assertThat(world.condition(KEY, "Ready").message()).startsWith("InitSQLFailed: ");
    operator.later(Duration.ofSeconds(31));
    assertThat(world.server().calls(Operation.RUN_SCRIPT)).isEqualTo(2);
    apply(Map.of("inline", List.of("mark one")));
    assertThat(world.condition(KEY, "Ready").status()).isEqualTo("True");
  }

  @Test
  void aScriptHasATimeOfItsOwn() {
    apply(Map.of("inline", List.of("last PT5M"), "timeout", "4m"));
    assertThat(world.condition(KEY, "Synced").reason()).isEqualTo("InitSQLFailed");
    assertThat(world.condition(KEY, "Synced").message()).contains("spec.initSQL.timeout");
    apply(Map.of("inline", List.of("last PT5M"), "timeout", "6m"));
    assertThat(world.condition(KEY, "Ready").status()).isEqualTo("True");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "-1s", "11m", "soon"})
  void aTimeThatIsNoneIsRefusedByItsName(String timeout) {
    apply(Map.of("inline", List.of("mark one"), "timeout", timeout));
    assertThat(world.condition(KEY, "Synced").reason()).isEqualTo("InvalidSpec");
    assertThat(world.condition(KEY, "Synced").message()).contains("spec.initSQL.timeout");
    assertThat(world.server().calls(Operation.RUN_SCRIPT)).isZero();
  }

  private void apply(Map<String, Object> initSql) {
    operator.apply(KEY, Specs.with(Specs.database("shop"), Map.of("initSQL", initSql)));
  }

  private Map<String, Object> marks() {
    return Objects.requireNonNull(world.server().databases().get("shop")).attributes();
  }
}
