package io.dbprovision.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Desired;
import io.dbprovision.spi.GrantSpec;
import io.dbprovision.spi.Grants;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.PlanOutcome;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.Roles;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.UserSpec;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** How many statements it takes to compare 10,000 objects with their server. */
@ParameterizedClass
@ValueSource(ints = {15, 18})
class BatchCountTest {
  private static final int MANY = 10_000;
  private static final int GRANTEES = 10;

  @Parameter int major;

  private TestServer server;
  private Lab lab;

  @BeforeEach
  void logAll() {
    server = PostgresServers.plain(major);
    server.execute("postgres", "ALTER ROLE dbops_admin SET log_statement = 'all'");
    lab = Lab.on(major);
  }

  @AfterEach
  void logAsBefore() {
    lab.close();
    server.execute("postgres", "ALTER ROLE dbops_admin RESET log_statement");
  }

  @Test
  void loginsRolesAndDatabasesAreReadAllAtOnce() {
    Roles roles = lab.session.capability(Roles.class).orElseThrow();

    assertThat(statements(lab.users(), i -> Lab.user("bc_u" + i, Map.of()).build())).hasSize(1);
    assertThat(statements(roles, i -> RoleSpecs.role("bc_r" + i, Map.of()).build())).hasSize(1);
    assertThat(statements(lab.databases(), i -> Lab.database("bc_d" + i, Map.of()).build()))
        .hasSize(1);
  }

  @Test
  void grantsAreReadWithThreeStatementsAndAtMostFiveInTheirDatabase() {
    GrantSite.make(lab, "bc_app", "bc_owner");
    for (int i = 0; i < GRANTEES; i++) {
      server.execute("postgres", "CREATE ROLE bc_g" + i);
    }
    Grants grants = lab.session.capability(Grants.class).orElseThrow();

    assertThat(statements(grants, this::grant)).hasSizeBetween(3 + 1, 3 + 5);
  }

  @Test
  void loginsThatTakeTurnsAndTheRolesTheyShareAreReadWithOneStatementEach() {
    Roles roles = lab.session.capability(Roles.class).orElseThrow();
    Lab.converge(roles, RoleSpecs.role("bc_reader", Map.of()).build());
    for (int i = 0; i < GRANTEES; i++) {
      Lab.converge(roles, service(i));
      Lab.converge(lab.users(), turning(i));
    }

    assertThat(statements(roles, BatchCountTest::service)).hasSize(1);
    assertThat(statements(lab.users(), BatchCountTest::turning)).hasSize(1);

    server.execute("postgres", "ALTER ROLE bc_s3 LOGIN");
    server.execute("postgres", "ALTER ROLE bc_l4 CONNECTION LIMIT 1");
    assertThat(differing(roles, BatchCountTest::service)).containsExactly(3);
    assertThat(differing(lab.users(), BatchCountTest::turning)).containsExactly(4);
  }

  private static RoleSpec service(int number) {
    return RoleSpecs.role("bc_s" + number, Map.of()).group(List.of("bc_reader")).build();
  }

  private static UserSpec turning(int number) {
    return Lab.user("bc_l" + number, Map.of())
        .group("bc_s" + number % GRANTEES)
        .password(SecretText.of("not-of-interest-here"), true)
        .build();
  }

  /** The numbers of those that are there and are not as they should be. */
  private static <D extends Desired> List<Integer> differing(
      Managed<D> managed, IntFunction<D> spec) {
    List<PlanOutcome> outcomes =
        managed.planAll(IntStream.range(0, GRANTEES).mapToObj(spec).toList());
    return IntStream.range(0, GRANTEES)
        .filter(i -> !(outcomes.get(i) instanceof PlanOutcome.Planned(Plan plan) && plan.isEmpty()))
        .boxed()
        .toList();
  }

  private GrantSpec grant(int number) {
    String grantee = "bc_g" + number % GRANTEES;
    return new GrantDesk(lab, grantee, Lab.owner("bc_grant" + number))
        .asks(
            GrantDesk.grants(
                Map.of("database", "bc_app", "privileges", List.of("CONNECT")),
                Map.of("database", "bc_app", "schema", "app", "privileges", List.of("SELECT"))))
        .spec();
  }

  private <D extends Desired> List<String> statements(Managed<D> managed, IntFunction<D> spec) {
    List<D> specs = IntStream.range(0, MANY).mapToObj(spec).toList();
    int before = said().size();
    List<PlanOutcome> outcomes = managed.planAll(specs);
    assertThat(outcomes).hasSize(MANY).allMatch(PlanOutcome.Planned.class::isInstance);
    List<String> said = said();
    return said.subList(before, said.size());
  }

  /** Without what a new connection says of itself, and the pool to one that was idle. */
  private List<String> said() {
    return server
        .log()
        .lines()
        .filter(line -> line.contains("execute ") || line.contains("statement: "))
        .filter(line -> !line.strip().endsWith("statement:"))
        .filter(line -> !line.contains(": SET ") && !line.contains("ALTER ROLE"))
        .toList();
  }
}
