package io.dbprovision.postgres;

import static io.dbprovision.postgres.Lab.converge;
import static io.dbprovision.postgres.Lab.database;
import static io.dbprovision.postgres.Lab.owner;
import static io.dbprovision.postgres.Lab.withPassword;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.InitScript;
import io.dbprovision.spi.InitScripts;
import io.dbprovision.spi.ScriptResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Scripts that were cut off, and what they leave behind. */
class CutOffScriptsTest extends LabTest {
  @BeforeEach
  void prepare() {
    converge(lab.users(), withPassword("s_owner", Map.of()));
    converge(lab.databases(), database("s_owned", Map.of()).databaseOwner("s_owner").build());
  }

  @AfterEach
  void cleanUp() {
    assertThat(
            Lab.remove(lab.databases(), database("s_owned", Map.of()).build(), DropMode.DROP)
                .failure())
        .isEmpty();
    assertThat(passing()).isEmpty();
  }

  private ScriptResult run(String... statements) {
    return goOn(false, 0, List.of(statements));
  }

  @Test
  void whatGoesOnFindsTheSessionAsTheStatementsBeforeSetIt() {
    String[] script = {
      "CREATE SCHEMA app; SET search_path TO app", "CREATE TABLE first ()", "CREATE TABLE second ()"
    };
    for (boolean transaction : List.of(true, false)) {
      String schema = "app" + transaction;
      List<String> statements = Stream.of(script).map(text -> text.replace("app", schema)).toList();
      assertThat(run(statements.getFirst(), statements.get(1)).failed()).isEmpty();
      ScriptResult rest = goOn(transaction, 2, statements);
      assertThat(rest.failed()).isEmpty();
      assertThat(rest.succeeded()).isEqualTo(3);
      assertThat(
              lab.server.ask(
                  "s_owned", "SELECT schemaname FROM pg_tables WHERE tablename = 'second'"))
          .contains(schema)
          .doesNotContain("public");
    }
  }

  @Test
  void withinATransactionOfItsOwnNothingIsInEffectBeforeItsEnd() {
    List<Integer> told = new ArrayList<>();
    ScriptResult cut =
        lab.scripts()
            .run(
                script(
                    false,
                    0,
                    List.of("CREATE TABLE a ()", "BEGIN", "CREATE TABLE b ()", "SELEC 1")),
                told::add);
    assertThat(told).containsExactly(1);
    assertThat(cut.succeeded()).isEqualTo(1);
    assertThat(cut.failed().orElseThrow()).hasMessageContaining("statement 4");
    List<String> whole =
        List.of("CREATE TABLE a ()", "BEGIN", "CREATE TABLE b ()", "COMMIT", "CREATE TABLE c ()");
    assertThat(goOn(false, 1, whole).failed()).isEmpty();
    assertThat(
            lab.server.ask("s_owned", "SELECT tablename FROM pg_tables WHERE schemaname='public'"))
        .containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void aTransactionThatNothingCommitsIsAFailure() {
    ScriptResult result = run("CREATE TABLE a ()", "BEGIN", "CREATE TABLE b ()");
    assertThat(result.succeeded()).isEqualTo(1);
    assertThat(result.failed().orElseThrow())
        .hasMessageContaining("statement 2")
        .hasMessageContaining("nothing commits");
  }

  private ScriptResult goOn(boolean transaction, int done, List<String> statements) {
    return lab.scripts().run(script(transaction, done, statements));
  }

  private static InitScript script(boolean transaction, int done, List<String> statements) {
    return new InitScript(
        "s_owned", owner("s_owned"), statements, transaction, false, Duration.ZERO, done);
  }

  @Test
  void loginsThatACrashLeftBehindAreDroppedByTheNextSession() {
    leftBehind("_dbops_init_stale", "2020-01-01");
    leftBehind("_dbops_init_fresh", "2099-01-01");
    try (Lab next = Lab.on(major)) {
      assertThat(next.users().names())
          .doesNotContain("_dbops_init_stale")
          .contains("_dbops_init_fresh");
    } finally {
      lab.server.execute("postgres", "DROP ROLE _dbops_init_fresh");
    }
  }

  @Test
  void theNextScriptDropsThemToo() {
    assertThat(lab.users().names()).noneMatch(name -> name.startsWith("_dbops_init_"));
    leftBehind("_dbops_init_stale", "2020-01-01");
    InitScripts scripts = lab.scripts();
    assertThat(lab.users().names()).contains("_dbops_init_stale");
    scripts.run(script(false, 0, List.of("SELECT 1")));
    assertThat(lab.users().names()).doesNotContain("_dbops_init_stale");
  }

  @Test
  void whatTheHealthCheckSawIsDroppedByTheNextWork() {
    lab.users();
    leftBehind("_dbops_init_stale", "2020-01-01");
    assertThat(lab.users().names()).as("nobody looked").contains("_dbops_init_stale");
    lab.session.info();
    assertThat(lab.users().names()).doesNotContain("_dbops_init_stale");
  }

  @Test
  void aLoginThatCouldNotBeDroppedIsTriedAgainThoughItsTimeIsNotOver() {
    lab.scripts()
        .run(
            script(false, 0, List.of("SELECT 1", "SELECT 2")),
            _ ->
                passing()
                    .forEach(
                        login ->
                            lab.server.execute(
                                "postgres", "GRANT CONNECT ON DATABASE template1 TO " + login)));
    assertThat(passing()).as("the server let it not be dropped").hasSize(1);
    lab.server.execute(
        "postgres", "REVOKE CONNECT ON DATABASE template1 FROM " + passing().getFirst());
    run("SELECT 1");
    assertThat(passing()).isEmpty();
  }

  private List<String> passing() {
    return lab.users().names().stream().filter(name -> name.startsWith("_dbops_init_")).toList();
  }

  private void leftBehind(String login, String until) {
    try (var connection =
            lab.server.connect(
                lab.server.admin().username(), lab.server.admin().password().reveal(), "postgres");
        var statement = connection.createStatement()) {
      statement.execute("CREATE ROLE " + login + " LOGIN VALID UNTIL '" + until + "'");
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
