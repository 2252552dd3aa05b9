package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.fake.Writes;
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
  private TestOperator operator = new TestOperator(world);

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
  void whatFailedGoesOnAfterTheLastStatementThatIsInEffect() {
    List<String> text = List.of("mark one", "count runs", "last PT5M", "mark two");
    apply(Map.of("inline", text, "timeout", "4m"));
    assertThat(world.status(KEY).object("initSQL").number("statementsExecuted", 0)).isEqualTo(2);
    operator.later(Duration.ofSeconds(100));
    assertThat(world.server().calls(Operation.RUN_SCRIPT)).isEqualTo(4);
    assertThat(world.status(KEY).object("initSQL").text("error", "")).contains("statement 3");
    apply(Map.of("inline", text, "timeout", "6m"));
    assertThat(world.condition(KEY, "Ready").status()).isEqualTo("True");
    assertThat(marks()).containsKeys("mark.one", "mark.two").containsEntry("count.runs", 1);
    assertThat(world.status(KEY).object("initSQL").number("statementsExecuted", 0)).isEqualTo(4);
  }

  @Test
  void anotherTextBeginsAtItsBeginning() {
    apply(Map.of("inline", List.of("count runs", "nonsense")));
    apply(Map.of("inline", List.of("count runs", "mark one")));
    assertThat(marks()).containsEntry("count.runs", 2).containsKey("mark.one");
  }

  @Test
  void aDatabaseMadeAnewGetsAllOfThem() {
    apply(Map.of("inline", List.of("mark one", "nonsense")));
    world.server().databases().remove("shop");
    operator.later(Duration.ofSeconds(90));
    assertThat(marks()).containsKey("mark.one");
    assertThat(world.status(KEY).object("initSQL").number("statementsExecuted", 0)).isEqualTo(1);
  }

  @Test
  void aKillAnywhereRepeatsOneStatementAtMost() {
    List<String> text = List.of("count a", "count b", "count c", "count d");
    int crashes = 0;
    for (int writes = 0; crashes == writes; writes++) {
      InitSqlTest killed = new InitSqlTest();
      killed.world.writes().crashAfter(writes);
      crashes += killed.cutOff(() -> killed.apply(Map.of("inline", text))) ? 1 : 0;
      assertThat(killed.world.condition(KEY, "Ready").status()).isEqualTo("True");
      assertThat(killed.runs()).as("after %d writes", writes).isBetween(4, 5);
    }
    assertThat(crashes).as("the script is cut off between its statements, too").isGreaterThan(5);
  }

  @Test
  void aDatabaseThatWentBeforeTheScriptWasThroughGetsAllOfThemWhateverIsKilled() {
    List<String> text = List.of("count a", "count b", "nonsense");
    int crashes = 0;
    for (int writes = 0; crashes == writes; writes++) {
      InitSqlTest killed = new InitSqlTest();
      killed.apply(Map.of("inline", text));
      killed.world.server().databases().remove("shop");
      killed.world.writes().crashAfter(writes);
      crashes += killed.cutOff(() -> killed.operator.later(Duration.ofSeconds(61))) ? 1 : 0;
      killed.operator.later(Duration.ofMinutes(2));
      assertThat(killed.marks()).as("after %d writes", writes).containsKeys("count.a", "count.b");
    }
    assertThat(crashes).isGreaterThan(3);
  }

  @Test
  void nothingMoreIsRunWhenItCannotBeWrittenDown() {
    operator.apply(KEY, Specs.database("shop"));
    world.resources().contested.add(KEY);
    apply(Map.of("inline", List.of("count a", "count b")));
    assertThat(marks()).containsEntry("count.a", 1).doesNotContainKey("count.b");
    world.resources().contested.clear();
    operator.later(Duration.ofMinutes(2));
    assertThat(marks()).containsEntry("count.b", 1);
    assertThat(world.condition(KEY, "Ready").status()).isEqualTo("True");
  }

  @Test
  void oneStatementCostsNoWriteOfItsOwn() {
    operator.settle(); // the instance's own writes
    int before = world.writes().count();
    apply(Map.of("inline", List.of("mark one")));
    assertThat(world.writes().count() - before).as("finalizer, server, status").isEqualTo(3);
  }

  @Test
  void whatIsLeftOfAScriptIsWhatAPlanShows() {
    apply(Map.of("inline", List.of("mark one", "nonsense")));
    operator.apply(
        KEY,
        Specs.with(
            Specs.database("shop"),
            Map.of("initSQL", Map.of("inline", List.of("mark one", "nonsense")))),
        Map.of(Keys.PLAN_ONLY, "true"));
    assertThat(world.status(KEY).object("plan").objects("changes"))
        .extracting(change -> change.text("summary", ""))
        .containsExactly("run the init statements in the database from number 2 of 2 on");
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

  /** Ends the operator where that was asked for, and lets another one go on. */
  private boolean cutOff(Runnable work) {
    boolean crashed = false;
    try {
      work.run();
    } catch (Writes.Crash e) {
      crashed = true;
    }
    operator.kill();
    world.writes().calm();
    operator = new TestOperator(world);
    operator.settle();
    return crashed;
  }

  private int runs() {
    return marks().values().stream().mapToInt(Integer.class::cast).sum();
  }

  private Map<String, Object> marks() {
    return Objects.requireNonNull(world.server().databases().get("shop")).attributes();
  }
}
