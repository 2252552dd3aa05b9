package io.dbprovision.mysql;

import static io.dbprovision.mysql.Lab.all;
import static io.dbprovision.mysql.Lab.converge;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.dbprovision.spi.Applied;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Claim;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.GrantSpec;
import io.dbprovision.spi.Grants;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Risk;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.Roles;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import io.dbprovision.spi.Validation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is not given, and what goes on beside it. */
@ParameterizedClass
@EnumSource
class GrantRefusalsTest {
  private static final SecretText PASSWORD = SecretText.of("Refusals-4711-password");
  private static final Owner NEIGHBOUR =
      new Owner("cluster-1", "default", "team-b", "theirs", "uid-theirs");

  private final Product product;
  private final Lab lab;
  private final Grants grants;
  private final Users users;
  private final String id = Long.toString(System.nanoTime(), 36);
  private final String name = "app" + id;
  private final String database = "a_b" + id;
  private final String like = "axb" + id;

  GrantRefusalsTest(Product product) {
    this.product = product;
    lab = Lab.on(product);
    grants = lab.session.capability(Grants.class).orElseThrow();
    users = lab.session.capability(Users.class).orElseThrow();
    for (String each : List.of(database, like)) {
      lab.server.execute("CREATE DATABASE " + each, "CREATE TABLE " + each + ".t (id int)");
    }
    converge(
        users,
        UserSpec.builder(name, Lab.owner(name))
            .section(Lab.section(Map.of("allowedHosts", List.of("%"))))
            .password(PASSWORD, true)
            .build());
  }

  @AfterEach
  void close() {
    new UserHand(lab.server).drop(name);
    Lab.remove(lab.databases(), theirs(), DropMode.FORCE);
    for (String each : List.of(database, like)) {
      lab.server.execute("DROP DATABASE IF EXISTS " + each);
    }
    lab.close();
  }

  private DatabaseSpec theirs() {
    return DatabaseSpec.builder(database, NEIGHBOUR).section(Lab.section(Map.of())).build();
  }

  private GrantSpec.Builder grant(List<Map<String, Object>> entries) {
    Claim grantee =
        Claim.of(Kind.USER, Lab.owner(name), Lab.section(Map.of("allowedHosts", List.of("%"))));
    return GrantSpec.builder(name, Lab.owner("grant"), grantee)
        .section(Lab.section(Map.of("grants", entries)));
  }

  private Map<String, Object> on(String where, String... privileges) {
    return Map.of("level", "database", "database", where, "privileges", List.of(privileges));
  }

  private static Map<String, Object> global(String privilege) {
    return Map.of("level", "global", "privileges", List.of(privilege));
  }

  private List<String> held() {
    return lab.server.ask("SHOW GRANTS FOR " + name + "@'%'");
  }

  private String holds() {
    return String.join(";", held());
  }

  @Test
  void aProxyIsRefusedWithAWayOut() {
    Validation found =
        new MySqlEngine()
            .validate(
                Kind.GRANT,
                Lab.section(
                    Map.of(
                        "grants",
                        List.of(Map.of("level", "global", "privileges", List.of("PROXY"))))));
    assertThat(found.problems()).hasSize(1);
    assertThat(found.problems().getFirst().path()).isEqualTo("spec.mysql.grants[0].privileges[0]");
    assertThat(found.problems().getFirst().kind()).isEqualTo(ErrorKind.UNSUPPORTED);
    assertThat(found.problems().getFirst().message()).contains("GRANT PROXY ON");
  }

  @Test
  void aRefusedEntryStopsNothingElseOfItsManifest() {
    converge(grants, grant(List.of(on(database, "SELECT"), on(like, "SELECT"))).build());
    Set<ChangeId> issued =
        Set.copyOf(
            grants
                .plan(grant(List.of(on(database, "SELECT"), on(like, "SELECT"))).build())
                .claims());
    GrantSpec less =
        grant(List.of(on(like, "SELECT", "INSERT"), global("PROCESS"))).issued(issued).build();
    Plan plan = grants.plan(less);
    Applied applied = grants.apply(plan, all(plan));
    assertThat(applied.failure().orElseThrow().kind()).isEqualTo(ErrorKind.PERMISSION);
    assertThat(applied.failure().orElseThrow().path()).contains("spec.mysql.grants[1].privileges");
    assertThat(holds())
        .as("what is not asked for any more went, what is new came")
        .doesNotContain("a\\_b")
        .contains("INSERT")
        .doesNotContain("PROCESS");
    assertThat(grants.plan(less).changes()).as("only that is left").hasSize(1);
  }

  @Test
  void whatWasGivenInADatabaseThatIsAnothersByNowIsTakenBack() {
    lab.server.execute("DROP DATABASE " + database);
    converge(lab.databases(), Lab.database(database, Map.of()).build());
    converge(grants, grant(List.of(on(database, "SELECT"))).build());
    Set<ChangeId> issued =
        Set.copyOf(grants.plan(grant(List.of(on(database, "SELECT"))).build()).claims());
    Lab.remove(lab.databases(), Lab.database(database, Map.of()).build(), DropMode.RETAIN);
    converge(lab.databases(), adopted());
    for (GrantSpec now : List.of(grant(List.of(on(database, "SELECT"))).issued(issued).build())) {
      Plan plan = grants.plan(now);
      assertThat(plan.changes())
          .extracting(Change::cause)
          .containsExactlyInAnyOrder(Cause.EXTRA, Cause.ABSENT);
      assertThat(grants.apply(plan, all(plan)).failure().orElseThrow().kind())
          .isEqualTo(ErrorKind.CONFLICT);
      assertThat(holds()).doesNotContain("SELECT");
    }
  }

  private DatabaseSpec adopted() {
    return DatabaseSpec.builder(database, NEIGHBOUR)
        .section(Lab.section(Map.of()))
        .provenance(io.dbprovision.spi.Provenance.adopted(null))
        .build();
  }

  @Test
  void whatIsGivenByANameThatWasNotEscapedIsDrift() {
    lab.server.execute("GRANT SELECT, UPDATE ON `" + database + "`.* TO " + name + "@'%'");
    GrantSpec spec = grant(List.of(on(database, "SELECT"))).build();
    Plan plan = grants.plan(spec);
    Change pattern =
        plan.changes().stream().filter(one -> one.cause() == Cause.EXTRA).findFirst().orElseThrow();
    assertThat(pattern.actual()).contains("SELECT, UPDATE on the pattern " + database);
    assertThat(pattern.risk()).isEqualTo(Risk.DESTRUCTIVE);
    converge(grants, spec);
    assertThat(lab.server.ask("SELECT Db FROM mysql.db WHERE User = '" + name + "'"))
        .containsExactly(database.replace("_", "\\_"));
  }

  @Test
  void whatWasGivenSoGoesWithWhatIsOnRecord() {
    lab.server.execute("GRANT SELECT ON `" + database + "`.* TO " + name + "@'%'");
    GrantSpec gone =
        grant(List.of(on(database, "SELECT")))
            .issued(Set.of(new ChangeId("grant:database:" + database + "//:select")))
            .build();
    assertThat(Lab.remove(grants, gone, DropMode.DROP).failure()).isEmpty();
    assertThat(lab.server.ask("SELECT Db FROM mysql.db WHERE User = '" + name + "'")).isEmpty();
  }

  @Test
  void anAccountThatWasAddedByHandIsGivenNothing() {
    lab.server.execute("CREATE USER " + name + "@localhost");
    converge(grants, grant(List.of(on(database, "SELECT"))).build());
    assertThat(lab.server.ask("SELECT Host FROM mysql.db WHERE User = '" + name + "'"))
        .containsExactly("%");
  }

  @Test
  void whoStandsForItsLoginsIsGivenItWhereverTheyComeFrom() {
    String role = "turns" + id;
    Roles roles = lab.session.capability(Roles.class).orElseThrow();
    converge(roles, RoleSpec.builder(role, Lab.owner(role)).build());
    try {
      Claim grantee =
          Claim.of(
              Kind.USER, Lab.owner(name), Lab.section(Map.of("allowedHosts", List.of("10.%"))));
      converge(
          grants,
          GrantSpec.builder(role, Lab.owner("grant"), grantee)
              .section(Lab.section(Map.of("grants", List.of(on(database, "SELECT")))))
              .build());
      assertThat(lab.server.ask("SELECT Db FROM mysql.db WHERE User = '" + role + "'")).hasSize(1);
    } finally {
      new UserHand(lab.server).drop(role);
    }
  }

  @Test
  void aDefaultRoleThatWasRevokedByHandDoesNotStopTheNext() {
    assumeThat(product).as("MariaDB has one default role").isEqualTo(Product.MYSQL);
    Roles roles = lab.session.capability(Roles.class).orElseThrow();
    String first = "r1" + id;
    String second = "r2" + id;
    try {
      for (String role : List.of(first, second)) {
        converge(roles, RoleSpec.builder(role, Lab.owner(role)).build());
      }
      converge(grants, member(first));
      lab.server.execute("REVOKE " + first + " FROM " + name);
      lab.server.execute(
          "INSERT IGNORE INTO mysql.default_roles (HOST, USER, DEFAULT_ROLE_HOST,"
              + " DEFAULT_ROLE_USER) VALUES ('%', '"
              + name
              + "', '%', '"
              + first
              + "')");
      converge(grants, member(second));
    } finally {
      List.of(first, second).forEach(new UserHand(lab.server)::drop);
    }
  }

  private GrantSpec member(String role) {
    return grant(List.of()).section(Lab.section(Map.of("roles", List.of(role)))).build();
  }
}
