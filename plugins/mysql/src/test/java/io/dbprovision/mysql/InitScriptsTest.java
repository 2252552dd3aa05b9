package io.dbprovision.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.InitScript;
import io.dbprovision.spi.InitScripts;
import io.dbprovision.spi.ScriptResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class InitScriptsTest {
  private static final String LOGINS =
      "SELECT User FROM mysql.user WHERE LEFT(User, 12) = '_dbops_init_'";
  private static final String SECRET = "tck-secret-0815";

  private final Product product;
  private final Lab lab;
  private final String name;

  InitScriptsTest(Product product) {
    this.product = product;
    lab = Lab.on(product);
    name = "init_" + Long.toString(System.nanoTime(), 36);
  }

  @BeforeEach
  void makeDatabase() {
    Lab.converge(lab.databases(), Lab.database(name, Map.of()).build());
  }

  @AfterEach
  void close() {
    Lab.remove(lab.databases(), Lab.database(name, Map.of()).build(), DropMode.FORCE);
    assertThat(lab.server.ask(LOGINS)).isEmpty();
    lab.close();
  }

  private ScriptResult run(boolean transaction, Duration timeout, String... entries) {
    return lab.session
        .capability(InitScripts.class)
        .orElseThrow()
        .run(new InitScript(name, Lab.owner(name), List.of(entries), transaction, false, timeout));
  }

  private void works(String... entries) {
    assertThat(run(false, Duration.ZERO, entries).failed()).isEmpty();
  }

  private EngineException fails(String... entries) {
    return run(false, Duration.ZERO, entries).failed().orElseThrow();
  }

  @Test
  void routinesAreMadeWithoutDelimiterAndWorkWhenTheScriptIsOver() {
    works(
        "CREATE TABLE t (a INT); INSERT INTO t VALUES (1), (2);"
            + "CREATE PROCEDURE twice() BEGIN IF 1 THEN UPDATE t SET a = a * 2; END IF; END;"
            + "CREATE VIEW v AS SELECT SUM(a) AS s FROM t; CALL twice()");
    assertThat(lab.server.ask("SELECT s FROM " + name + ".v")).containsExactly("6");
    lab.server.execute("CALL " + name + ".twice()");
    assertThat(lab.server.ask("SELECT s FROM " + name + ".v")).containsExactly("12");
    assertThat(lab.server.ask(LOGINS)).as("what it made needs it").hasSize(1);
    works("DROP VIEW v; DROP PROCEDURE twice");
    assertThat(lab.server.ask(LOGINS)).as("nothing is its work any more").isEmpty();
  }

  @Test
  void theLoginThatStaysIsLockedEvenIfTheScriptChoseItsPassword() {
    works("CREATE VIEW v AS SELECT 1; SET PASSWORD = " + chosen());
    String login = lab.server.ask(LOGINS).getFirst();
    assertThat(lab.server.letsIn(login, "Chosen-4711")).isFalse();
    lab.server.execute("ALTER USER " + login + "@'%' ACCOUNT UNLOCK");
    assertThat(lab.server.letsIn(login, "Chosen-4711")).isFalse();
  }

  private String chosen() {
    return product == Product.MARIADB ? "PASSWORD('Chosen-4711')" : "'Chosen-4711'";
  }

  @Test
  void whatACrashLeftOpenIsShutByTheNextSessionThatDoesSomething() {
    works("CREATE VIEW v AS SELECT 1");
    String login = lab.server.ask(LOGINS).getFirst();
    lab.server.execute("ALTER USER " + login + "@'%' ACCOUNT UNLOCK", "DROP VIEW " + name + ".v");
    try (Lab next = Lab.on(product)) {
      assertThat(lab.server.ask(LOGINS)).as("it only looks yet").hasSize(1);
      Lab.converge(next.databases(), Lab.database(name, Map.of()).comment("done").build());
    }
    assertThat(lab.server.ask(LOGINS)).isEmpty();
  }

  @Test
  void aDefinerStaysThoughNobodyKnowsWhichDatabaseItsWorkIsIn() {
    works("CREATE VIEW v AS SELECT 1");
    String login = lab.server.ask(LOGINS).getFirst();
    lab.server.execute(
        "ALTER USER " + login + "@'%' ACCOUNT UNLOCK",
        "REVOKE ALL PRIVILEGES, GRANT OPTION FROM " + login + "@'%'");
    try (Lab next = Lab.on(product)) {
      Lab.converge(next.databases(), Lab.database(name, Map.of()).comment("done").build());
    }
    assertThat(lab.server.ask(LOGINS)).hasSize(1);
  }

  @Test
  void otherDatabasesAndTheServerAreOutOfReach() {
    String neighbour = name.replace('_', 'x');
    lab.server.execute("CREATE DATABASE " + neighbour, "CREATE TABLE " + neighbour + ".t (a INT)");
    try {
      for (String beyond :
          List.of(
              "SELECT * FROM " + neighbour + ".t",
              "CREATE DATABASE more",
              "CREATE USER more",
              "SET GLOBAL max_connections = 100",
              "SELECT * FROM mysql.user",
              "SELECT * FROM _dbops.owner",
              "DELETE FROM _dbops.owner",
              "GRANT SELECT ON " + name + ".* TO dbops_admin")) {
        assertThat(fails(beyond).kind()).as(beyond).isEqualTo(ErrorKind.PERMISSION);
      }
    } finally {
      lab.server.execute("DROP DATABASE " + neighbour);
    }
  }

  @Test
  void aScriptThatIsAllOrNothingIsRefusedWhereTheServerCommitsByItself() {
    ScriptResult result =
        run(true, Duration.ZERO, "CREATE TEMPORARY TABLE a (a INT)", "CREATE TABLE t (a INT)");
    assertThat(result.failed().orElseThrow())
        .hasMessageContaining("statement 2")
        .hasMessageContaining("commits by itself");
    assertThat(result.succeeded()).isZero();
    assertThat(lab.server.ask("SHOW TABLES FROM " + name)).isEmpty();
  }

  @Test
  void aScriptThatEndsItsTransactionByAVariableIsRefused() {
    for (String statement :
        List.of("SET @@autocommit = 1", "SET a = 1, @@session.autocommit = 1", "COMMIT")) {
      assertThat(run(true, Duration.ZERO, "DO 1", statement).failed().orElseThrow())
          .as(statement)
          .hasMessageContaining("statement 2")
          .hasMessageContaining("begins or ends a transaction");
    }
    assertThat(run(true, Duration.ZERO, "SET @autocommit = 1").failed()).isEmpty();
  }

  @Test
  void aScriptThatCommitsUnseenSaysThatItWasNotAllOrNothing() {
    works("CREATE TABLE t (a INT); CREATE PROCEDURE c() COMMIT");
    ScriptResult result =
        run(
            true,
            Duration.ZERO,
            "INSERT INTO t VALUES (1)",
            "CALL c()",
            "INSERT INTO t VALUES (2)");
    assertThat(result.failed().orElseThrow()).hasMessageContaining("not all or nothing");
    assertThat(lab.server.ask("SELECT a FROM " + name + ".t")).containsExactly("1");
    ScriptResult failed =
        run(
            true,
            Duration.ZERO,
            "INSERT INTO t VALUES (3)",
            "CALL c()",
            "INSERT INTO nowhere VALUES (4)");
    assertThat(failed.failed().orElseThrow()).hasMessageContaining("not all or nothing");
    ScriptResult undone =
        run(true, Duration.ZERO, "INSERT INTO t VALUES (5)", "INSERT INTO nowhere VALUES (6)");
    assertThat(undone.failed().orElseThrow().getMessage()).doesNotContain("not all or nothing");
    assertThat(lab.server.ask("SELECT a FROM " + name + ".t ORDER BY a")).containsExactly("1", "3");
    works("DROP PROCEDURE c");
  }

  @Test
  void theQuotesOfAnEntryAreReadAsTheOnesBeforeItLeftThem() {
    works("CREATE TABLE t (a TEXT)");
    ScriptResult result =
        run(
            true,
            Duration.ZERO,
            "SET sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'",
            "INSERT INTO t VALUES ('\\'); INSERT INTO \"t\" VALUES ('x')");
    assertThat(result.failed()).isEmpty();
    assertThat(lab.server.ask("SELECT a FROM " + name + ".t ORDER BY a")).contains("x", "\\");
  }

  @Test
  void theTimeoutEndsTheStatementOnTheServer() {
    ScriptResult result = run(false, Duration.ofSeconds(1), "SELECT 1", "DO SLEEP(120)");
    EngineException failure = result.failed().orElseThrow();
    assertThat(failure.kind()).isEqualTo(ErrorKind.TIMEOUT);
    assertThat(failure.path()).contains("spec.initSQL.timeout");
    assertThat(result.succeeded()).isEqualTo(1);
    assertThat(
            lab.server.ask(
                "SELECT ID FROM information_schema.PROCESSLIST WHERE INFO LIKE 'DO SLEEP%'"
                    + " AND COMMAND <> 'Killed'"))
        .isEmpty();
  }

  @Test
  void failuresSayTheLineAndRepeatNothing() {
    works("CREATE TABLE t (a VARCHAR(40) PRIMARY KEY); INSERT INTO t VALUES ('" + SECRET + "')");
    for (String bad :
        List.of(
            "\nINSERT INTO t VALUES ('" + SECRET + "')",
            "\nSELECT FROM '" + SECRET + "'",
            "\nSELECT `" + SECRET + "` FROM t",
            "\nSIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '" + SECRET + "'",
            "\nSIGNAL SQLSTATE '42S02' SET MYSQL_ERRNO = 1146, MESSAGE_TEXT = '" + SECRET + "'")) {
      EngineException failure = fails(bad);
      assertThat(failure).hasMessageContaining("at line 2").hasNoCause();
      assertThat(failure.getMessage()).doesNotContain(SECRET);
    }
    assertThat(fails("DELIMITER //\nSELECT 1//")).hasMessageContaining("DELIMITER is a word");
  }
}
