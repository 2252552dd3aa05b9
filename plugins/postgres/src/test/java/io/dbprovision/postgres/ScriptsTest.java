package io.dbprovision.postgres;

import static io.dbprovision.postgres.Lab.converge;
import static io.dbprovision.postgres.Lab.database;
import static io.dbprovision.postgres.Lab.failure;
import static io.dbprovision.postgres.Lab.owner;
import static io.dbprovision.postgres.Lab.withPassword;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.InitScript;
import io.dbprovision.spi.ScriptResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptsTest extends LabTest {

  @BeforeEach
  void prepare() {
    converge(lab.users(), withPassword("s_owner", Map.of()));
    converge(lab.databases(), database("s_owned", Map.of()).databaseOwner("s_owner").build());
    converge(lab.databases(), database("s_plain", Map.of()).build());
  }

  @AfterEach
  void cleanUp() {
    for (String name : List.of("s_owned", "s_plain")) {
      assertThat(
              Lab.remove(lab.databases(), database(name, Map.of()).build(), DropMode.DROP)
                  .failure())
          .isEmpty();
    }
    assertThat(lab.users().names()).noneMatch(name -> name.startsWith("_dbops_"));
  }

  private ScriptResult run(String database, boolean transaction, String... statements) {
    return lab.scripts()
        .run(new InitScript(database, owner(database), List.of(statements), transaction));
  }

  @Test
  void statementsRunAsTheDatabasesOwnerAndWhatTheyMakeIsTheOwners() {
    ScriptResult result =
        run(
            "s_owned",
            false,
            "CREATE TABLE t (x text); INSERT INTO t VALUES ('a;b'), ($q$c;d$q$)",
            "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END",
            "RESET ROLE; CREATE TABLE sneaky ()",
            "VACUUM t");
    assertThat(result.failed()).isEmpty();
    assertThat(result.succeeded()).isEqualTo(4);
    assertThat(
            lab.server.ask(
                "s_owned", "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname='public'"))
        .containsExactly("s_owner");
    assertThat(lab.server.ask("s_owned", "SELECT count(*) FROM t")).containsExactly("2");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aScriptThatTakesTooLongIsCancelledOnTheServer(boolean transaction) {
    // what a script sets for itself does not lift the limit
    ScriptResult result = timed(transaction, "SET statement_timeout = 0", "SELECT pg_sleep(60)");
    EngineException failure = result.failed().orElseThrow();
    assertThat(failure.kind()).isEqualTo(ErrorKind.TIMEOUT);
    assertThat(failure)
        .hasMessageContaining("spec.initSQL.timeout")
        .hasMessageContaining("statement 2")
        .hasMessageContaining("2 s");
    assertThat(result.succeeded()).isEqualTo(transaction ? 0 : 1);
    assertThat(
            lab.server.ask(
                "s_owned",
                "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query = 'SELECT"
                    + " pg_sleep(60)'"))
        .containsExactly("0");
  }

  @Test
  void manyShortStatementsAreOneScript() {
    ScriptResult result =
        timed(
            false,
            "SELECT pg_sleep(0.8)",
            "SELECT pg_sleep(0.8)",
            "SELECT pg_sleep(0.8)",
            "SELECT pg_sleep(0.8)",
            "SELECT pg_sleep(0.8)");
    assertThat(result.failed().orElseThrow().kind()).isEqualTo(ErrorKind.TIMEOUT);
    assertThat(result.succeeded()).isBetween(2, 3);
  }

  private ScriptResult timed(boolean transaction, String... statements) {
    return lab.scripts()
        .run(
            new InitScript(
                "s_owned",
                owner("s_owned"),
                List.of(statements),
                transaction,
                false,
                Duration.ofSeconds(2)));
  }

  @Test
  void aScriptNeverHasTheAdminsRights() {
    for (String database : List.of("s_owned", "s_plain")) {
      for (String attempt :
          List.of(
              "CREATE ROLE s_evil",
              "RESET ROLE; CREATE ROLE s_evil",
              "SET ROLE dbops_admin",
              "SET SESSION AUTHORIZATION dbops_admin",
              "CREATE DATABASE s_evil",
              "ALTER ROLE dbops_admin PASSWORD 'x'",
              "GRANT dbops_admin TO s_owner",
              "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename ="
                  + " 'dbops_admin'")) {
        ScriptResult result = run(database, false, attempt);
        assertThat(result.failed()).as(database + ": " + attempt).isPresent();
        assertThat(result.failed().orElseThrow().kind()).isEqualTo(ErrorKind.PERMISSION);
      }
    }
    assertThat(lab.users().names()).doesNotContain("s_evil");
  }

  @Test
  void aDatabaseWithoutAnOwnerOfItsOwnGetsAStandInThatOwnsNothingElse() {
    assertThat(
            run(
                    "s_plain",
                    true,
                    "CREATE SCHEMA app",
                    "CREATE TABLE app.t ()",
                    "CREATE EXTENSION hstore",
                    "CREATE TABLE public.u ()")
                .failed())
        .isEmpty();
    assertThat(run("s_plain", true, "DROP TABLE app.t").failed()).isEmpty();
    assertThat(lab.server.ask("s_plain", "SELECT tableowner FROM pg_tables WHERE tablename='u'"))
        .allMatch(name -> name.startsWith("_dbops_db_"));
  }

  @Test
  void inOneTransactionNothingIsLeftOfAFailure() {
    ScriptResult result = run("s_owned", true, "CREATE TABLE a ()", "CREATE TABLE a (secret text)");
    assertThat(result.succeeded()).isZero();
    assertThat(result.failed().orElseThrow())
        .hasMessageContaining("statement 2")
        .hasMessageContaining("already exists");
    assertThat(result.failed().orElseThrow().getMessage()).doesNotContain("secret");
    assertThat(lab.server.ask("s_owned", "SELECT count(*) FROM pg_tables WHERE tablename='a'"))
        .containsExactly("0");
    assertThat(
            run("s_owned", true, "CREATE TABLE b (); COMMIT", "bad").failed().orElseThrow().kind())
        .isEqualTo(ErrorKind.INVALID);
  }

  @Test
  void withoutATransactionEachEntryStandsForItself() {
    ScriptResult result =
        run(
            "s_owned",
            false,
            "CREATE TABLE a ()",
            "CREATE TABLE b (); SELEC 1",
            "CREATE TABLE c ()");
    assertThat(result.succeeded()).isEqualTo(1);
    assertThat(result.failed().orElseThrow()).hasMessageContaining("at line 1");
    assertThat(
            lab.server.ask("s_owned", "SELECT tablename FROM pg_tables WHERE schemaname='public'"))
        .containsExactly("a");
  }

  @Test
  void aScriptOfAnotherObjectIsRefused() {
    EngineException refused =
        failure(
            () ->
                lab.scripts()
                    .run(new InitScript("s_owned", owner("another"), List.of("SELECT 1"), true)));
    assertThat(refused.kind()).isEqualTo(ErrorKind.CONFLICT);
  }
}
