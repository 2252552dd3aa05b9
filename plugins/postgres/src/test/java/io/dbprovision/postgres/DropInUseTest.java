package io.dbprovision.postgres;

import static io.dbprovision.postgres.Lab.PASSWORD;
import static io.dbprovision.postgres.Lab.converge;
import static io.dbprovision.postgres.Lab.database;
import static io.dbprovision.postgres.Lab.withPassword;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Applied;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Remedy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A database is dropped though somebody, or the server itself, is in it. */
class DropInUseTest extends LabTest {
  private static final DatabaseSpec DATABASE = database("di_used", Map.of()).build();

  @Test
  void whoIsInTheDatabaseKeepsItUntilTheRemovalIsForced() throws SQLException {
    converge(lab.users(), withPassword("di_guest", Map.of()));
    converge(lab.databases(), DATABASE);
    try (Connection guest = lab.server.connect("di_guest", PASSWORD, "di_used")) {
      assertThat(guest.isValid(5)).isTrue();
      EngineException inUse =
          Lab.remove(lab.databases(), DATABASE, DropMode.DROP).failure().orElseThrow();
      assertThat(inUse.kind()).isEqualTo(ErrorKind.CONFLICT);
      assertThat(inUse.remedy()).contains(Remedy.FORCE_REMOVAL);
      assertThat(inUse).hasMessageContaining("in use").hasMessageNotContaining("annotation");

      assertThat(Lab.remove(lab.databases(), DATABASE, DropMode.FORCE).failure()).isEmpty();
      assertThat(guest.isValid(5)).isFalse();
    }
    assertThat(lab.databases().names()).doesNotContain("di_used");
  }

  @Test
  void whatNoForceEndsIsNamedAndForceIsNotAdvisedAgain() {
    converge(lab.databases(), DATABASE);
    lab.server.execute(
        "di_used",
        "CREATE SUBSCRIPTION di_sub CONNECTION 'dbname=di_used' PUBLICATION p WITH (connect = false)");
    EngineException inUse =
        Lab.remove(lab.databases(), DATABASE, DropMode.FORCE).failure().orElseThrow();
    assertThat(inUse.kind()).isEqualTo(ErrorKind.CONFLICT);
    assertThat(inUse).hasMessageContaining("subscriptions");
    assertThat(inUse.remedy()).isEmpty();
    lab.server.execute(
        "di_used", "ALTER SUBSCRIPTION di_sub SET (slot_name = NONE)", "DROP SUBSCRIPTION di_sub");
    assertThat(Lab.remove(lab.databases(), DATABASE, DropMode.FORCE).failure()).isEmpty();
  }

  @Test
  void theServersOwnAutovacuumIsSentAway() {
    converge(lab.databases(), DATABASE);
    lab.server.execute(
        "di_used",
        "CREATE TABLE busy (x int) WITH (autovacuum_vacuum_cost_delay = 100,"
            + " autovacuum_vacuum_cost_limit = 1, autovacuum_vacuum_threshold = 0,"
            + " autovacuum_vacuum_scale_factor = 0)",
        "INSERT INTO busy SELECT generate_series(1, 200000)",
        "DELETE FROM busy");
    lab.server.execute("postgres", "ALTER SYSTEM SET autovacuum_naptime = 1");
    try {
      lab.server.execute("postgres", "SELECT pg_reload_conf()");
      awaitAutovacuum();
      Applied applied = Lab.remove(lab.databases(), DATABASE, DropMode.FORCE);
      assertThat(applied.failure()).isEmpty();
      assertThat(lab.databases().names()).doesNotContain("di_used");
    } finally {
      lab.server.execute("postgres", "ALTER SYSTEM RESET autovacuum_naptime");
      lab.server.execute("postgres", "SELECT pg_reload_conf()");
    }
  }

  private void awaitAutovacuum() {
    Instant end = Instant.now().plus(Duration.ofSeconds(60));
    List<String> found;
    do {
      found =
          lab.server.ask(
              "postgres",
              "SELECT count(*) FROM pg_sleep(0.1), pg_stat_activity"
                  + " WHERE datname = 'di_used' AND backend_type = 'autovacuum worker'");
    } while (found.contains("0") && Instant.now().isBefore(end));
    assertThat(found).as("autovacuum is in the database").doesNotContain("0");
  }
}
