package io.dbprovision.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.InitScript;
import io.dbprovision.spi.InitScripts;
import io.dbprovision.spi.ScriptProgress;
import io.dbprovision.spi.ScriptResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Scripts that were cut off and go on. */
@ParameterizedClass
@EnumSource
class CutOffScriptsTest {
  private final Lab lab;
  private final String name;

  CutOffScriptsTest(Product product) {
    lab = Lab.on(product);
    name = "cut_" + Long.toString(System.nanoTime(), 36);
  }

  @BeforeEach
  void makeDatabase() {
    Lab.converge(lab.databases(), Lab.database(name, Map.of()).build());
  }

  @AfterEach
  void close() {
    Lab.remove(lab.databases(), Lab.database(name, Map.of()).build(), DropMode.FORCE);
    lab.close();
  }

  private ScriptResult goOn(boolean transaction, int done, List<String> entries) {
    return goOn(transaction, done, entries, ScriptProgress.UNHEARD);
  }

  private ScriptResult goOn(
      boolean transaction, int done, List<String> entries, ScriptProgress progress) {
    return lab.session
        .capability(InitScripts.class)
        .orElseThrow()
        .run(
            new InitScript(name, Lab.owner(name), entries, transaction, false, Duration.ZERO, done),
            progress);
  }

  private List<String> rows() {
    return lab.server.ask("SELECT a FROM " + name + ".t ORDER BY a");
  }

  @Test
  void whatGoesOnFindsTheSessionAsTheStatementsBeforeSetIt() {
    assertThat(goOn(false, 0, List.of("CREATE TABLE t (a TEXT)")).failed()).isEmpty();
    List<String> entries =
        List.of(
            "INSERT INTO t VALUES ('once'); SET @kept = 'kept'",
            "SET sql_mode = 'ANSI_QUOTES'",
            "INSERT INTO \"t\" SELECT @kept");
    for (boolean transaction : List.of(true, false)) {
      ScriptResult rest = goOn(transaction, 2, entries);
      assertThat(rest.failed()).isEmpty();
      assertThat(rest.succeeded()).isEqualTo(3);
    }
    assertThat(rows()).containsExactly("kept", "kept");
  }

  @Test
  void withinATransactionOfItsOwnNothingIsInEffectBeforeItsEnd() {
    List<Integer> told = new ArrayList<>();
    ScriptResult cut =
        goOn(
            false,
            0,
            List.of(
                "CREATE TABLE t (a INT)",
                "START TRANSACTION",
                "INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)",
                "SELEC 1"),
            told::add);
    assertThat(told).containsExactly(1);
    assertThat(cut.succeeded()).isEqualTo(1);
    assertThat(cut.failed().orElseThrow()).hasMessageContaining("statement 4");
    assertThat(rows()).isEmpty();
    List<String> whole =
        List.of(
            "CREATE TABLE t (a INT)",
            "START TRANSACTION",
            "INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)",
            "COMMIT",
            "INSERT INTO t VALUES (3)");
    assertThat(goOn(false, 1, whole, told::add).failed()).isEmpty();
    assertThat(told).containsExactly(1, 4, 5);
    assertThat(rows()).containsExactly("1", "2", "3");
  }

  @Test
  void aTransactionThatNothingCommitsIsAFailure() {
    ScriptResult result =
        goOn(
            false,
            0,
            List.of("CREATE TABLE t (a INT)", "START TRANSACTION", "INSERT INTO t VALUES (1)"));
    assertThat(result.succeeded()).isEqualTo(1);
    assertThat(result.failed().orElseThrow())
        .hasMessageContaining("statement 2")
        .hasMessageContaining("nothing commits");
    assertThat(rows()).isEmpty();
  }
}
