package io.dbprovision.postgres;

import static io.dbprovision.postgres.Lab.converge;
import static io.dbprovision.postgres.Lab.database;
import static io.dbprovision.postgres.Lab.owner;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.InitScript;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A failure never repeats what the script says, be it a password or a name. */
class ScriptSecretsTest extends LabTest {
  private static final String SECRET = "hunter2-top-secret";
  private static final String TABLE = "CREATE TABLE t (x text PRIMARY KEY, n int CHECK (n > 0))";

  /** Each fails at its last statement, in words that would have the secret in them. */
  private static final Map<String, String> FAILING =
      Map.ofEntries(
          Map.entry("42601", "SELECT 1\n  '" + SECRET + "'"),
          Map.entry("22P02", "SELECT\n CAST('" + SECRET + "' AS int)"),
          Map.entry("22007", "SELECT CAST('" + SECRET + " \"and\" more' AS date)"),
          Map.entry("23505", "INSERT INTO t VALUES ('" + SECRET + "'), ('" + SECRET + "')"),
          Map.entry("23514", "INSERT INTO t VALUES ('" + SECRET + "', -1)"),
          Map.entry("42P01", "SELECT * FROM \"" + SECRET + "\""),
          Map.entry("42704", "ALTER ROLE \"" + SECRET + "\" PASSWORD '" + SECRET + "'"),
          Map.entry("P0001", "DO $$ BEGIN RAISE EXCEPTION 'it is " + SECRET + "'; END $$"),
          Map.entry(
              "22012",
              "DO $$ BEGIN RAISE '" + SECRET + "' USING ERRCODE = 'division_by_zero'; END $$"),
          Map.entry("P0004", "DO $$ BEGIN ASSERT false, '" + SECRET + "'; END $$"));

  @BeforeEach
  void prepare() {
    converge(lab.databases(), database("ss_plain", Map.of()).build());
  }

  @AfterEach
  void cleanUp() {
    assertThat(
            Lab.remove(lab.databases(), database("ss_plain", Map.of()).build(), DropMode.DROP)
                .failure())
        .isEmpty();
  }

  private EngineException failure(boolean confidential, String... statements) {
    return lab.scripts()
        .run(
            new InitScript(
                "ss_plain",
                owner("ss_plain"),
                List.of(statements),
                true,
                confidential,
                Duration.ZERO))
        .failed()
        .orElseThrow();
  }

  private static void keepsQuiet(EngineException failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      assertThat(at.toString()).doesNotContain("hunter2");
    }
  }

  @Test
  void aLiteralOfTheScriptIsNeverRepeated() {
    FAILING.forEach(
        (state, statement) -> {
          EngineException failure = failure(false, TABLE, statement);
          keepsQuiet(failure);
          assertThat(failure)
              .hasMessageContaining("statement 2 failed at line ")
              .hasMessageContaining("(SQLSTATE " + state + ")");
        });
    assertThat(failure(false, TABLE, "INSERT INTO t VALUES ('a'), ('a')"))
        .hasMessageContaining("duplicate key value violates unique constraint");
  }

  @Test
  void ofAScriptFromASecretOnlyThePlaceAndTheCodeAreTold() {
    FAILING.forEach(
        (state, statement) -> {
          EngineException failure = failure(true, TABLE, statement);
          keepsQuiet(failure);
          assertThat(failure.getMessage())
              .matches(
                  "spec\\.initSQL: statement 2 failed at line \\d+(, character \\d+)?"
                      + " \\(SQLSTATE "
                      + state
                      + "\\)");
        });
    assertThat(failure(true, "SELECT 1;\n\nSELECT\n  no_such_column"))
        .hasMessageContaining("statement 1 failed at line 4, character 10");
  }

  @Test
  void anUnfinishedQuoteIsNotRepeatedEither() {
    keepsQuiet(failure(false, "SELECT '" + SECRET));
    keepsQuiet(failure(true, "SELECT '" + SECRET));
  }
}
