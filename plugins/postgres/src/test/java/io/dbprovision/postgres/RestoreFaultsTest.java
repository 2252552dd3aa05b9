package io.dbprovision.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.LogicalRestore;
import io.dbprovision.spi.OwnershipRecord;
import io.dbprovision.spi.RestoreSpec;
import io.dbprovision.spi.Session;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator is killed at each statement of a restore: before the server has it, or after. */
@Tag("thorough")
class RestoreFaultsTest {
  private static final String TARGET = "faulted";

  private final CopyLab lab = new CopyLab(PostgresServers.plain(18));
  private final Lab admin = Lab.on(18);
  private String settings = "";
  private List<String> names = List.of();
  private int run;

  private static DatabaseSpec target() {
    return Lab.database(
            TARGET, Map.of("ownership", Map.of("autoOwnership", true, "dropOnDelete", true)))
        .build();
  }

  @BeforeEach
  void makeTarget() {
    Lab.converge(admin.databases(), target());
    lab.adorn(TARGET);
    settings = lab.settings(TARGET);
    names = names();
    mark(TARGET, "old");
  }

  @AfterEach
  void dropTarget() {
    Lab.remove(admin.databases(), target(), DropMode.FORCE);
    admin.close();
  }

  private List<String> names() {
    return lab.server()
        .ask(
            "postgres",
            "SELECT datname FROM pg_database UNION ALL SELECT rolname FROM pg_roles ORDER BY 1");
  }

  private void mark(String database, String with) {
    lab.server()
        .execute(
            database,
            "SET ROLE " + CopyLab.OWNER.formatted(TARGET),
            "DROP TABLE IF EXISTS public.mark",
            "CREATE TABLE public.mark AS SELECT '" + with + "'::text AS m");
  }

  private String mark() {
    return lab.server().ask(TARGET, "SELECT m FROM public.mark").getFirst();
  }

  private RestoreSpec next() {
    run++;
    return RestoreSpec.builder("f" + run, TARGET, Instant.now().plus(Duration.ofMinutes(5)))
        .owner(Lab.owner(TARGET))
        .replace(true)
        .build();
  }

  private static LogicalRestore restores(Session session) {
    return session.capability(LogicalRestore.class).orElseThrow();
  }

  /** Whether the work was done before the statement was reached. */
  private boolean broken(int statement, boolean executed, RestoreSpec spec, boolean prepare)
      throws IOException {
    try (FaultRelay relay = new FaultRelay(lab.server())) {
      Endpoint endpoint =
          Endpoint.builder(
                  Lab.endpoint(lab.server(), lab.server().admin()).build().engine(),
                  "127.0.0.1",
                  relay.port(),
                  lab.server().admin())
              .database("postgres")
              .build();
      try (Session session = new PostgresEngine().open(endpoint, CopyLab.context())) {
        LogicalRestore restores = restores(session);
        relay.breakAt(statement, executed);
        if (prepare) {
          restores.prepare(spec);
        } else {
          restores.complete(spec);
        }
        return relay.broken();
      } catch (EngineException e) {
        assertThat(relay.broken()).as("it failed for nothing: %s", e).isTrue();
        return true;
      }
    }
  }

  private void assertAsBefore() {
    assertThat(lab.settings(TARGET)).isEqualTo(settings);
    assertThat(names()).isEqualTo(names);
    assertThat(
            admin
                .session
                .capability(OwnershipRecord.class)
                .orElseThrow()
                .ownerOf(Kind.DATABASE, TARGET))
        .contains(Lab.owner(TARGET));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRestoreThatIsCutOffWhileItCompletesGoesOnOrIsGivenUp(boolean executed) throws IOException {
    int statement = 0;
    boolean broken = true;
    while (broken) {
      statement++;
      mark(TARGET, "old");
      RestoreSpec spec = next();
      mark(Objects.requireNonNull(restores(admin.session).prepare(spec)).database(), "new");
      broken = broken(statement, executed, spec, false);
      // over both ways each statement is followed by either
      if (broken && executed == (statement % 2 == 0)) {
        restores(admin.session).abandon(spec);
        assertThat(mark()).as("statement %s", statement).isIn("old", "new");
      } else {
        restores(admin.session).complete(spec);
        restores(admin.session).abandon(spec);
        assertThat(mark()).as("statement %s", statement).isEqualTo("new");
      }
      assertAsBefore();
    }
    assertThat(statement).as("statements of a completion").isGreaterThan(10);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRestoreThatIsCutOffWhileItIsPreparedLeavesNothing(boolean executed) throws IOException {
    int statement = 0;
    boolean broken = true;
    while (broken) {
      statement++;
      RestoreSpec spec = next();
      broken = broken(statement, executed, spec, true);
      if (statement % 2 == 0) {
        restores(admin.session).prepare(spec);
      }
      restores(admin.session).abandon(spec);
      assertThat(mark()).as("statement %s", statement).isEqualTo("old");
      assertAsBefore();
    }
    assertThat(statement).as("statements of a preparation").isGreaterThan(10);
  }
}
