package io.dbprovision.mysql;

import static io.dbprovision.mysql.Lab.converge;
import static io.dbprovision.mysql.Lab.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Claim;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.Desired;
import io.dbprovision.spi.Discovery;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.GrantSpec;
import io.dbprovision.spi.Grants;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Provenance;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.Roles;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What reaches beyond one tenant is the instance's to allow, by whatever way it is asked for. */
@ParameterizedClass
@EnumSource
class PowersTest {
  private static final SecretText PASSWORD = SecretText.of("Powers-4711-password");
  private static final Owner CLUSTER_WIDE =
      new Owner("cluster-1", "default", "", "shared", "uid-shared");
  private static final Owner NEIGHBOUR =
      new Owner("cluster-1", "default", "team-b", "theirs", "uid-theirs");

  private final Product product;
  private final Lab lab;
  private final String id = Long.toString(System.nanoTime(), 36);
  private final String name = "pow" + id;
  private final String theirs = "their_db" + id;
  private final List<String> made = new ArrayList<>();

  PowersTest(Product product) {
    this.product = product;
    lab = Lab.on(product);
    converge(users(lab), user(name, Lab.owner(name)).build());
    made.add(name);
  }

  @AfterEach
  void close() {
    made.reversed().forEach(new UserHand(lab.server)::drop);
    lab.server.execute("DROP DATABASE IF EXISTS " + theirs);
    Lab.remove(lab.databases(), theirDatabase(), DropMode.FORCE);
    lab.close();
  }

  private DatabaseSpec theirDatabase() {
    return DatabaseSpec.builder(theirs, NEIGHBOUR).section(Lab.section(Map.of())).build();
  }

  private static Users users(Lab lab) {
    return lab.session.capability(Users.class).orElseThrow();
  }

  private static Roles roles(Lab lab) {
    return lab.session.capability(Roles.class).orElseThrow();
  }

  private static Grants grants(Lab lab) {
    return lab.session.capability(Grants.class).orElseThrow();
  }

  private static UserSpec.Builder user(String name, Owner owner) {
    return UserSpec.builder(name, owner).section(Lab.section(Map.of())).password(PASSWORD, true);
  }

  private GrantSpec grant(Owner owner, Map<String, ?> block) {
    Claim grantee = Claim.of(Kind.USER, Lab.owner(name), Section.empty("spec.mysql"));
    return GrantSpec.builder(name, owner, grantee).section(Lab.section(block)).build();
  }

  private static Map<String, Object> global(String... privileges) {
    return Map.of("level", "global", "privileges", List.of(privileges));
  }

  private static Map<String, Object> entries(Map<String, ?> entry) {
    return Map.of("grants", List.of(entry));
  }

  /** What is said when all is tried that may be tried, and that fails. */
  private static <D extends Desired> EngineException refusal(Managed<D> managed, D desired) {
    Plan plan = managed.plan(desired);
    return managed.apply(plan, Lab.all(plan)).failure().orElseThrow();
  }

  /** Of nobody, with what people gave to it; the operator may pass it on. */
  private String role(String suffix, String... statements) {
    String role = suffix + id;
    lab.server.execute("CREATE ROLE " + role);
    made.add(role);
    for (String statement : statements) {
      lab.server.execute(statement.replace("{}", role));
    }
    lab.server.execute("GRANT " + role + " TO dbops_admin@'%' WITH ADMIN OPTION");
    return role;
  }

  @Test
  void aPrivilegeOnTheWholeServerIsTheInstancesToAllowWhoeverAsks() {
    for (Owner owner : List.of(Lab.owner("grant"), CLUSTER_WIDE)) {
      GrantSpec spec = grant(owner, entries(global("PROCESS", "RELOAD")));
      EngineException refused = refusal(grants(lab), spec);
      assertThat(refused.kind()).isEqualTo(ErrorKind.PERMISSION);
      assertThat(refused.path()).contains("spec.mysql.grants[0].privileges");
      assertThat(refused)
          .hasMessageContaining("spec.mysql.allowedPrivileges: [PROCESS, RELOAD]")
          .hasMessageContaining("beyond one tenant");
      RoleSpec role =
          RoleSpec.builder("role" + id, owner)
              .section(Lab.section(entries(global("SELECT"))))
              .build();
      assertThat(refusal(roles(lab), role))
          .hasMessageContaining("spec.mysql.allowedPrivileges: [SELECT]");
      Lab.remove(roles(lab), role, DropMode.DROP);
    }
    assertThat(refusal(grants(lab), grant(CLUSTER_WIDE, entries(global("ALL PRIVILEGES")))))
        .hasMessageContaining("allowedPrivileges: [ALL]");
  }

  @Test
  void whatTheInstanceAllowsIsGivenAndNothingElse() {
    try (Lab open =
        Lab.on(product, Map.of("allowedPrivileges", List.of("PROCESS", "REPLICATION CLIENT")))) {
      converge(grants(open), grant(Lab.owner("grant"), entries(global("PROCESS"))));
      Map<String, Object> option = new HashMap<>(global("PROCESS", "REPLICATION CLIENT"));
      option.put("withGrantOption", true);
      assertThat(refusal(grants(open), grant(Lab.owner("grant"), entries(option))))
          .as("to pass on is a right of its own, and MariaDB's new name is the old one's")
          .hasMessageContaining("allowedPrivileges: [GRANT OPTION]");
    }
    try (Lab open = Lab.on(product, Map.of("allowedPrivileges", List.of("ALL")))) {
      assertThat(grants(open).plan(grant(Lab.owner("grant"), entries(global("ALL")))).changes())
          .hasSizeGreaterThan(20);
    }
  }

  @Test
  void theServersAndOurOwnDatabasesAreOutOfReachAtEveryLevel() {
    List<Map<String, Object>> levels =
        List.of(
            Map.of("level", "database"),
            Map.of("level", "table", "table", "owner"),
            Map.of("level", "column", "table", "owner", "columns", List.of("name")),
            Map.of("level", "procedure", "procedure", "p"));
    try (Lab open = Lab.on(product, Map.of("allowedPrivileges", List.of("ALL")))) {
      for (String database :
          List.of("mysql", "sys", "performance_schema", "information_schema", "_dbops", "_DBOPS")) {
        for (Map<String, Object> level : levels) {
          Map<String, Object> entry = new HashMap<>(level);
          entry.put("database", database);
          entry.put("privileges", List.of("ALL"));
          EngineException refused =
              failure(() -> grants(open).plan(grant(CLUSTER_WIDE, entries(entry))));
          assertThat(refused.kind()).as(database).isEqualTo(ErrorKind.INVALID);
          assertThat(refused.path()).contains("spec.mysql.grants[0].database");
        }
        EngineException refused =
            failure(() -> open.databases().plan(Lab.database(database, Map.of()).build()));
        assertThat(refused.path()).as(database).contains("spec.name");
      }
      assertThat(open.session.capability(Discovery.class).orElseThrow().find())
          .extracting(found -> found.name().toLowerCase(Locale.ROOT))
          .doesNotContain("mysql", "sys", "performance_schema", "information_schema", "_dbops");
    }
  }

  @Test
  void powerIsNotHadThroughARoleThatHasIt() {
    converge(lab.databases(), theirDatabase());
    String global = role("g", "GRANT SELECT ON *.* TO {}");
    String middle = role("m", "GRANT " + global + " TO {}");
    List<String> ways =
        List.of(
            global,
            role("u", "GRANT " + middle + " TO {}"),
            role("p", "GRANT SELECT ON `%`.* TO {}"),
            role("h", "GRANT SELECT ON `their\\_%`.* TO {}"),
            role("s", "GRANT SELECT ON mysql.* TO {}"),
            role("d", "GRANT SELECT ON `\\_dbops`.* TO {}"),
            role("t", "GRANT SELECT ON `" + theirs.replace("_", "\\_") + "`.* TO {}"),
            role("o", "GRANT SELECT ON _dbops.owner TO {}"));
    for (String way : ways) {
      UserSpec member = user(name, Lab.owner(name)).roles(List.of(way)).build();
      EngineException refused = failure(() -> users(lab).plan(member));
      assertThat(refused.kind()).as(way).isEqualTo(ErrorKind.PERMISSION);
      assertThat(refused).hasMessageContaining("beyond one tenant");
      assertThat(refused).hasMessageContaining("spec.mysql.allowedRoles");
      Map<String, Object> roles = Map.of("roles", List.of(way));
      GrantSpec granted = grant(Lab.owner("grant"), roles);
      assertThat(refusal(grants(lab), granted)).hasMessageContaining("allowedRoles");
      RoleSpec nested =
          RoleSpec.builder("role" + id, Lab.owner("role")).section(Lab.section(roles)).build();
      assertThat(failure(() -> roles(lab).plan(nested))).hasMessageContaining("allowedRoles");
    }
    assertThat(refusal(grants(lab), grant(CLUSTER_WIDE, Map.of("roles", ways))))
        .hasMessageContaining("allowedRoles");
    try (Lab open = Lab.on(product, Map.of("allowedRoles", ways))) {
      converge(users(open), user(name, Lab.owner(name)).roles(List.of(ways.getFirst())).build());
    }
  }

  @Test
  void aRoleThatReachesOneTenantOnlyMayBeAskedFor() {
    String harmless = role("k", "GRANT SELECT ON nobodys" + id + ".* TO {}");
    String over = role("l", "GRANT " + harmless + " TO {}");
    converge(users(lab), user(name, Lab.owner(name)).roles(List.of(over)).build());
  }

  @Test
  void anothersLoginIsNoWayToWhatItMay() {
    String login = "their" + id;
    converge(users(lab), user(login, NEIGHBOUR).build());
    made.add(login);
    UserSpec member = user(name, Lab.owner(name)).roles(List.of(login)).build();
    assertThat(failure(() -> users(lab).plan(member)).kind()).isEqualTo(ErrorKind.PERMISSION);
    if (product == Product.MYSQL) { // whose logins are roles as well
      String between = role("b", "GRANT " + login + " TO {}");
      UserSpec through = user(name, Lab.owner(name)).roles(List.of(between)).build();
      assertThat(failure(() -> users(lab).plan(through)))
          .hasMessageContaining("is a member of \"" + login + "\"");
    }
  }

  @Test
  void whoCanMoreThanATenantMayAskForIsNotAdopted() {
    String maker = "maker" + id;
    String plain = "plain" + id;
    made.addAll(List.of(maker, plain));
    lab.server.execute(
        "CREATE USER " + maker + "@'%' IDENTIFIED BY 'Powers-4711-maker'",
        "GRANT CREATE USER ON *.* TO " + maker + "@'%'",
        "CREATE USER " + plain + "@'%' IDENTIFIED BY 'Powers-4711-plain'");
    EngineException refused = failure(() -> users(lab).plan(adopting(maker)));
    assertThat(refused.kind()).isEqualTo(ErrorKind.PERMISSION);
    assertThat(refused).hasMessageContaining("spec.mysql.allowedRoles");
    converge(users(lab), adopting(plain));

    String strong = role("w", "GRANT RELOAD ON *.* TO {}");
    RoleSpec spec =
        RoleSpec.builder(strong, Lab.owner(strong))
            .section(Lab.section(Map.of()))
            .provenance(Provenance.adopted(null))
            .build();
    assertThat(failure(() -> roles(lab).plan(spec)).kind()).isEqualTo(ErrorKind.PERMISSION);
    try (Lab open = Lab.on(product, Map.of("allowedRoles", List.of(maker, strong)))) {
      converge(users(open), adopting(maker));
      converge(roles(open), spec);
    }
  }

  private static UserSpec adopting(String name) {
    return UserSpec.builder(name, Lab.owner(name))
        .section(Lab.section(Map.of()))
        .provenance(Provenance.adopted(null))
        .build();
  }

  @Test
  void whatWasGivenWhenItWasAllowedCanStillBeTakenBack() {
    GrantSpec spec;
    try (Lab open = Lab.on(product, Map.of("allowedPrivileges", List.of("PROCESS")))) {
      spec = grant(Lab.owner("grant"), entries(global("PROCESS")));
      converge(grants(open), spec);
    }
    GrantSpec recorded =
        GrantSpec.builder(name, Lab.owner("grant"), spec.grantee())
            .section(spec.section())
            .issued(Set.of(new ChangeId("grant:global://:process")))
            .build();
    assertThat(refusal(grants(lab), recorded).kind()).isEqualTo(ErrorKind.PERMISSION);
    assertThat(Lab.remove(grants(lab), recorded, DropMode.DROP).failure()).isEmpty();
    assertThat(String.join(";", lab.server.ask("SHOW GRANTS FOR " + name)))
        .doesNotContain("PROCESS");
  }
}
