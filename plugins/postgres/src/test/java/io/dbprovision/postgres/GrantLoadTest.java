package io.dbprovision.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.GrantSpec;
import io.dbprovision.spi.Grants;
import io.dbprovision.spi.PlanOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(ints = {15, 18})
class GrantLoadTest {
  private static final String DB = "gl_app";
  private static final int WORKERS = 8;
  private static final int GRANTS = Integer.getInteger("dbops.load.grants", 400);

  private static final int PLANS = Integer.getInteger("dbops.load.plans", 50);

  @Parameter int major;

  @Test
  void eightWorkersGiveToManyOnTheSameObjectsAndNothingFails() throws Exception {
    try (Lab lab = Lab.on(major);
        ExecutorService threads = Executors.newFixedThreadPool(WORKERS)) {
      GrantSite.make(lab, DB, "gl_owner");
      List<String> tables = new ArrayList<>();
      List<String> statements = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        tables.add("t" + i);
        statements.add("CREATE TABLE IF NOT EXISTS app.t" + i + " (id int)");
      }
      GrantSite.asOwner(lab.server, DB, "gl_owner", statements.toArray(String[]::new));
      int objects = GRANTS / tables.size();
      lab.server.execute(
          "postgres",
          "DO $$ BEGIN FOR i IN 0.."
              + objects
              + " LOOP"
              + " EXECUTE 'CREATE ROLE gl_u' || i; END LOOP; END $$");
      List<Future<?>> work = new ArrayList<>();
      for (int w = 0; w < WORKERS; w++) {
        int worker = w;
        work.add(
            threads.submit(
                () -> {
                  for (int i = worker; i < objects; i += WORKERS) {
                    new GrantDesk(lab, "gl_u" + i)
                        .asks(
                            GrantDesk.grants(
                                Map.of("database", DB, "privileges", List.of("CONNECT", "TEMP")),
                                Map.of(
                                    "database",
                                    DB,
                                    "schema",
                                    "app",
                                    "tables",
                                    tables,
                                    "privileges",
                                    List.of("SELECT"))))
                        .converge();
                  }
                }));
      }
      for (Future<?> future : work) {
        future.get();
      }
      assertThat(
              lab.server.ask(
                  DB,
                  "SELECT count(*) FROM pg_class CROSS JOIN aclexplode(relacl)"
                      + " WHERE relnamespace = 'app'::regnamespace AND grantee <> relowner"))
          .containsExactly(Integer.toString(objects * tables.size()));
    }
  }

  @Test
  void manyObjectsCostAsManyStatementsAsOne() {
    TestServer server = PostgresServers.plain(major);
    server.execute("postgres", "ALTER ROLE dbops_admin SET log_statement = 'all'");
    try (Lab lab = Lab.on(major)) {
      GrantSite.make(lab, "gl_count", "gl_count_owner");
      List<GrantSpec> specs = new ArrayList<>();
      for (int i = 0; i < PLANS; i++) {
        String grantee = "gl_c" + i;
        server.execute("postgres", "CREATE ROLE " + grantee);
        specs.add(
            new GrantDesk(lab, grantee)
                .asks(
                    Map.of(
                        "grants",
                        List.of(
                            Map.of("database", "gl_count", "privileges", List.of("CONNECT")),
                            Map.of(
                                "database",
                                "gl_count",
                                "schema",
                                "app",
                                "privileges",
                                List.of("ALL"))),
                        "roles",
                        List.of("gl_count_owner"),
                        "defaultPrivileges",
                        List.of(
                            Map.of(
                                "database",
                                "gl_count",
                                "schema",
                                "app",
                                "grantedBy",
                                "gl_count_owner",
                                "objectType",
                                "tables",
                                "privileges",
                                List.of("SELECT")))))
                .spec());
      }
      Grants grants = lab.session.capability(Grants.class).orElseThrow();
      int before = statements(server).size();
      List<PlanOutcome> outcomes = grants.planAll(specs);
      List<String> said = statements(server);
      assertThat(said.subList(before, said.size())).hasSizeBetween(6, 3 + 5);
      assertThat(outcomes).hasSize(PLANS).allMatch(PlanOutcome.Planned.class::isInstance);
    } finally {
      server.execute("postgres", "ALTER ROLE dbops_admin RESET log_statement");
    }
  }

  /** Without what a new connection says of itself. */
  private static List<String> statements(TestServer server) {
    return server
        .log()
        .lines()
        .filter(line -> line.contains("execute ") || line.contains("statement: "))
        .filter(line -> !line.contains(": SET ") && !line.contains("ALTER ROLE"))
        .toList();
  }
}
