package io.dbprovision.mysql;

import static io.dbprovision.mysql.Lab.converge;
import static io.dbprovision.mysql.Lab.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Change;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Claim;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.GrantSpec;
import io.dbprovision.spi.Grants;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What nobody has on record is not for the guests of a server to give themselves. */
@ParameterizedClass
@EnumSource
class GuestsTest {
  private static final SecretText PASSWORD = SecretText.of("Guests-4711-password");
  private static final String FIELD = "spec.mysql.grants[0].database";

  private final Product product;
  private final Lab lab;
  private final Lab shared;
  private final String id = Long.toString(System.nanoTime(), 36);
  private final String name = "guest" + id;
  private final String stray = "stray" + id;
  private final String role = "hand" + id;

  GuestsTest(Product product) {
    this.product = product;
    lab = Lab.on(product);
    shared = Lab.ofOthers(product, Map.of());
    lab.server.execute(
        "CREATE DATABASE " + stray,
        "CREATE TABLE " + stray + ".notes (id int)",
        "CREATE ROLE " + role,
        "GRANT SELECT ON " + stray + ".* TO " + role,
        "GRANT " + role + " TO dbops_admin@'%' WITH ADMIN OPTION");
    converge(users(lab), user().build());
  }

  @AfterEach
  void close() {
    List.of(name, role).forEach(new UserHand(lab.server)::drop);
    lab.server.execute("DROP DATABASE IF EXISTS " + stray);
    shared.close();
    lab.close();
  }

  private static Users users(Lab lab) {
    return lab.session.capability(Users.class).orElseThrow();
  }

  private static Grants grants(Lab lab) {
    return lab.session.capability(Grants.class).orElseThrow();
  }

  private UserSpec.Builder user() {
    return UserSpec.builder(name, Lab.owner(name))
        .section(Lab.section(Map.of()))
        .password(PASSWORD, true);
  }

  private GrantSpec.Builder grant(Owner owner, Map<String, ?> block) {
    Claim grantee = Claim.of(Kind.USER, Lab.owner(name), Section.empty("spec.mysql"));
    return GrantSpec.builder(name, owner, grantee).section(Lab.section(block));
  }

  private Map<String, Object> select(String... more) {
    List<String> privileges = more.length == 0 ? List.of("SELECT") : List.of("SELECT", more[0]);
    return Map.of(
        "grants",
        List.of(Map.of("level", "database", "database", stray, "privileges", privileges)));
  }

  private List<String> held() {
    return lab.server.ask("SELECT Db FROM mysql.db WHERE User = '" + name + "'");
  }

  private static EngineException refusal(Grants grants, GrantSpec spec) {
    Plan plan = grants.plan(spec);
    return grants.apply(plan, Lab.all(plan)).failure().orElseThrow();
  }

  @Test
  void aGrantOnADatabaseThatNobodyHasOnRecordIsRefused() {
    Map<String, Object> table =
        Map.of(
            "grants",
            List.of(
                Map.of(
                    "level",
                    "table",
                    "database",
                    stray,
                    "table",
                    "notes",
                    "privileges",
                    List.of("SELECT"))));
    for (Map<String, Object> block : List.of(select(), table)) {
      EngineException refused = refusal(grants(shared), grant(Lab.owner("g"), block).build());
      assertThat(refused.kind()).isEqualTo(ErrorKind.PERMISSION);
      assertThat(refused.path()).contains(FIELD);
      assertThat(refused).hasMessageContaining("spec.mysql.allowedDatabases: [" + stray + "]");
    }
    assertThat(held()).isEmpty();
  }

  @Test
  void theInstanceAllowsItAndItsOwnNamespaceAndTheClusterNeedNoLeave() {
    for (String allowed : List.of(stray, "*")) {
      try (Lab open = Lab.ofOthers(product, Map.of("allowedDatabases", List.of(allowed)))) {
        converge(grants(open), grant(Lab.owner("g"), select()).build());
        assertThat(held()).hasSize(1);
        lab.server.execute("REVOKE SELECT ON " + stray + ".* FROM " + name);
      }
    }
    for (String namespace : List.of("team-z", "")) {
      Owner asker = new Owner("cluster-1", "default", namespace, "g", "uid-g");
      converge(grants(shared), grant(asker, select()).build());
      lab.server.execute("REVOKE SELECT ON " + stray + ".* FROM " + name);
    }
  }

  @Test
  void whatTheGranteeHasAlreadyStaysAndGoesWithItsGrant() {
    converge(grants(lab), grant(Lab.owner("g"), select()).build());
    Set<ChangeId> issued =
        Set.copyOf(grants(lab).plan(grant(Lab.owner("g"), select()).build()).claims());
    GrantSpec same = grant(Lab.owner("g"), select()).issued(issued).build();
    assertThat(grants(shared).plan(same).changes()).isEmpty();
    GrantSpec more = grant(Lab.owner("g"), select("INSERT")).issued(issued).build();
    assertThat(refusal(grants(shared), more).kind()).isEqualTo(ErrorKind.PERMISSION);
    assertThat(held()).hasSize(1);
    assertThat(grants(shared).plan(more).claims()).containsAll(issued);
    converge(grants(shared), grant(Lab.owner("g"), Map.of()).issued(issued).build());
    assertThat(held()).isEmpty();
  }

  @Test
  void aRoleThatPeopleMadeIsNoWayThere() {
    Map<String, ?> roles = Map.of("roles", List.of(role));
    assertThat(refusal(grants(shared), grant(Lab.owner("g"), roles).build()))
        .hasMessageContaining("spec.mysql.allowedRoles");
    UserSpec member = user().roles(List.of(role)).build();
    assertThat(failure(() -> users(shared).plan(member)))
        .hasMessageContaining("spec.mysql.allowedRoles");
    converge(grants(lab), grant(Lab.owner("g"), roles).build());
    assertThat(grants(shared).plan(grant(Lab.owner("g"), roles).build()).changes())
        .as("it is its member already")
        .extracting(Change::path)
        .isEmpty();
  }
}
