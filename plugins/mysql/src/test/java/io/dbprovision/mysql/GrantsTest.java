package io.dbprovision.mysql;

import static io.dbprovision.mysql.Lab.all;
import static io.dbprovision.mysql.Lab.converge;
import static io.dbprovision.mysql.Lab.failure;
import static io.dbprovision.mysql.Lab.paths;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.dbprovision.spi.Applied;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Claim;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.GrantSpec;
import io.dbprovision.spi.Grants;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.Roles;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class GrantsTest {
  private static final SecretText PASSWORD = SecretText.of("Grants-4711-password");

  private final Product product;
  private final Lab lab;
  private final Grants grants;
  private final Users users;
  private final String id = Long.toString(System.nanoTime(), 36);
  private final String name = "app" + id;
  private final String database = "a_b" + id;
  private final String like = "axb" + id;

  GrantsTest(Product product) {
    this.product = product;
    lab = Lab.on(product, Map.of("allowedPrivileges", List.of("ALL", "GRANT OPTION")));
    grants = lab.session.capability(Grants.class).orElseThrow();
    users = lab.session.capability(Users.class).orElseThrow();
    for (String each : List.of(database, like)) {
      lab.server.execute(
          "CREATE DATABASE " + each, "CREATE TABLE " + each + ".t (id int, Name text)");
    }
    user(List.of("%"));
  }

  @AfterEach
  void close() {
    new UserHand(lab.server).drop(name);
    lab.server.execute("DROP DATABASE " + database, "DROP DATABASE " + like);
    lab.close();
  }

  private void user(List<String> hosts) {
    converge(
        users,
        UserSpec.builder(name, Lab.owner(name))
            .section(Lab.section(Map.of("allowedHosts", hosts)))
            .password(PASSWORD, true)
            .build());
  }

  private GrantSpec.Builder grant(List<Map<String, Object>> entries) {
    Claim grantee = Claim.of(Kind.USER, Lab.owner(name), Section.empty("spec.mysql"));
    return GrantSpec.builder(name, Lab.owner("grant"), grantee)
        .section(Lab.section(Map.of("grants", entries)));
  }

  private static Map<String, Object> entry(String level, List<String> privileges) {
    Map<String, Object> entry = new HashMap<>();
    entry.put("level", level);
    entry.put("privileges", privileges);
    return entry;
  }

  private Map<String, Object> on(String level, String... privileges) {
    Map<String, Object> entry = entry(level, List.of(privileges));
    entry.put("database", database);
    return entry;
  }

  private Set<ChangeId> given(Map<String, Object> entry) {
    converge(grants, grant(List.of(entry)).build());
    return Set.copyOf(grants.plan(grant(List.of(entry)).build()).claims());
  }

  private boolean reads(String table) {
    try (var connection = lab.server.connect(name, PASSWORD.reveal(), "");
        var statement = connection.createStatement()) {
      return statement.execute("SELECT id FROM " + table);
    } catch (SQLException e) {
      return false;
    }
  }

  @Test
  void aDatabaseWithAnUnderlineIsThatDatabaseOnly() {
    given(on("database", "SELECT"));
    assertThat(reads(database + ".t")).isTrue();
    assertThat(reads(like + ".t")).isFalse();
  }

  @Test
  void allIsWhatTheServerHasAndTheSecondPlanIsEmpty() {
    Map<String, Object> every = on("table", "ALL PRIVILEGES");
    every.put("table", "t");
    if (product == Product.MYSQL) { // whose admin has all that there is
      assertThat(converge(grants, grant(List.of(every)).build()).changes()).hasSizeGreaterThan(10);
      return;
    }
    Plan plan = grants.plan(grant(List.of(every)).build());
    assertThat(plan.changes()).hasSizeGreaterThan(10);
    Applied applied = grants.apply(plan, all(plan));
    assertThat(applied.done()).as("what the admin holds comes through").isNotEmpty();
    assertThat(applied.failure().map(EngineException::kind))
        .as("what it does not hold is refused by name")
        .contains(ErrorKind.PERMISSION);
  }

  @Test
  void whatTheAdminDoesNotHoldIsNamed() {
    Plan plan = grants.plan(grant(List.of(entry("global", List.of("FILE")))).build());
    EngineException refused = grants.apply(plan, all(plan)).failure().orElseThrow();
    assertThat(refused.kind()).isEqualTo(ErrorKind.PERMISSION);
    assertThat(refused.getMessage()).contains("FILE").contains("WITH GRANT OPTION");
  }

  private List<String> hostsThatHaveIt() {
    return lab.server.ask("SELECT Host FROM mysql.db WHERE User = '" + name + "' ORDER BY Host");
  }

  @Test
  void aHostThatComesLaterHasWhatTheOthersHaveAtOnce() {
    Set<ChangeId> issued = given(on("database", "SELECT"));
    user(List.of("%", "10.1.2.3"));
    assertThat(hostsThatHaveIt()).containsExactly("%", "10.1.2.3");
    GrantSpec spec = grant(List.of(on("database", "SELECT"))).issued(issued).build();
    assertThat(grants.plan(spec).changes()).isEmpty();
  }

  @Test
  void aHostThatHasNothingYetIsCompletionAndNoDrift() {
    Map<String, Object> entry = on("database", "SELECT");
    Set<ChangeId> issued = given(entry);
    user(List.of("%", "10.1.2.3"));
    lab.server.execute("REVOKE ALL PRIVILEGES, GRANT OPTION FROM " + name + "@'10.1.2.3'");
    GrantSpec spec = grant(List.of(entry)).issued(issued).build();
    Plan plan = grants.plan(spec);
    assertThat(plan.changes()).extracting(Change::cause).containsExactly(Cause.ABSENT);
    assertThat(issued).doesNotContain(plan.changes().getFirst().claim().orElseThrow());
    converge(grants, spec);
    assertThat(hostsThatHaveIt()).containsExactly("%", "10.1.2.3");
  }

  @Test
  void columnsAndTheGrantOptionComeAndGo() {
    Map<String, Object> entry = on("column", "SELECT", "UPDATE");
    entry.put("table", "t");
    entry.put("columns", List.of("id", "NAME"));
    Set<ChangeId> issued = given(entry);
    assertThat(issued).hasSize(4);
    entry.put("columns", List.of("id"));
    Plan less = grants.plan(grant(List.of(entry)).issued(issued).build());
    assertThat(less.changes()).hasSize(2).extracting(Change::cause).containsOnly(Cause.EXTRA);
    converge(grants, grant(List.of(entry)).issued(issued).build());

    Map<String, Object> passed = on("table", "SELECT");
    passed.put("table", "t");
    passed.put("withGrantOption", true);
    assertThat(given(passed)).hasSize(2);
  }

  @Test
  void aRoutineIsAwaitedUntilItIsThere() {
    Map<String, Object> entry = on("procedure", "ALTER ROUTINE");
    entry.put("procedure", "later");
    Plan plan = grants.plan(grant(List.of(entry)).build());
    assertThat(plan.changes()).extracting(Change::cause).containsExactly(Cause.AWAITED);
    assertThat(paths(plan)).containsExactly("grants." + database + ".later.missing");
    lab.server.execute("CREATE PROCEDURE " + database + ".Later() SELECT 1");
    assertThat(grants.plan(grant(List.of(entry)).build()).changes())
        .extracting(Change::cause)
        .containsExactly(Cause.ABSENT);
  }

  @Test
  void aPrivilegeOfTheOtherProductIsSaidAndTheRestIsGiven() {
    String other = product == Product.MARIADB ? "ROLE_ADMIN" : "DELETE HISTORY";
    Plan plan = grants.plan(grant(List.of(entry("global", List.of("PROCESS", other)))).build());
    assertThat(paths(plan)).contains("grants.*.*.missing");
    assertThat(plan.changes()).hasSize(2);
  }

  @Test
  void theServersOwnDatabasesAreRefused() {
    Map<String, Object> entry = entry("database", List.of("SELECT"));
    entry.put("database", "mysql");
    EngineException refused = failure(() -> grants.plan(grant(List.of(entry)).build()));
    assertThat(refused.kind()).isEqualTo(ErrorKind.INVALID);
    assertThat(refused.path()).contains("spec.mysql.grants[0].database");
  }

  @Test
  void aRoleThatIsGivenWorksAtTheNextLogin() {
    String role = "r" + id;
    Roles roles = lab.session.capability(Roles.class).orElseThrow();
    RoleSpec spec =
        RoleSpec.builder(role, Lab.owner(role))
            .section(Lab.section(Map.of("grants", List.of(on("database", "SELECT")))))
            .build();
    try {
      converge(roles, spec);
      GrantSpec.Builder membership =
          grant(List.of()).section(Lab.section(Map.of("roles", List.of(role))));
      converge(grants, membership.build());
      assertThat(reads(database + ".t")).isTrue();
      Set<ChangeId> issued = Set.copyOf(grants.plan(membership.build()).claims());
      converge(grants, grant(List.of()).issued(issued).build());
      assertThat(reads(database + ".t")).isFalse();
    } finally {
      new UserHand(lab.server).drop(role);
    }
  }

  @Test
  void aDynamicPrivilegeHasAGrantOptionOfItsOwn() {
    assumeThat(product).isEqualTo(Product.MYSQL);
    Map<String, Object> entry = entry("global", List.of("ROLE_ADMIN"));
    entry.put("withGrantOption", true);
    Set<ChangeId> issued = given(entry);
    assertThat(issued).hasSize(2);
    entry.put("withGrantOption", false);
    converge(grants, grant(List.of(entry)).issued(issued).build());
    assertThat(
            lab.server.ask(
                "SELECT WITH_GRANT_OPTION FROM mysql.global_grants WHERE USER = '" + name + "'"))
        .containsExactly("N");
  }
}
