package io.dbprovision.postgres;

import static io.dbprovision.postgres.Lab.converge;
import static io.dbprovision.postgres.Lab.failure;
import static io.dbprovision.postgres.Lab.paths;
import static io.dbprovision.postgres.RoleSpecs.member;
import static io.dbprovision.postgres.RoleSpecs.role;
import static io.dbprovision.postgres.RoleSpecs.roles;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Applied;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.Claim;
import io.dbprovision.spi.Desired;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Grants;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Risk;
import io.dbprovision.spi.RoleSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody else granted is taken back in their name, or told with the reason why not. */
class GrantorsTest extends GrantLabTest {
  private static final String MEMBER = "go_member";
  private static final RoleSpec ASKING = member(MEMBER, "go_one");

  @BeforeEach
  void prepare() {
    for (String name : List.of("go_member", "go_login", "go_passer", "go_stranger")) {
      if (lab.users().names().contains(name)) {
        lab.server.execute(DB, "DROP OWNED BY " + name + " CASCADE", "DROP ROLE " + name);
      }
    }
    for (String name : List.of("go_one", "go_other", "go_granter")) {
      converge(roles(lab), role(name, Map.of()).build());
    }
    converge(roles(lab), ASKING);
  }

  private static boolean correctable(Change change) {
    return change.risk() != Risk.IMMUTABLE;
  }

  /** As mode correct with consent does; afterwards nothing may be left that could be corrected. */
  private static <D extends Desired> Plan corrected(Managed<D> managed, D desired) {
    Plan plan = managed.plan(desired);
    Applied applied =
        managed.apply(
            plan,
            plan.changes().stream()
                .filter(GrantorsTest::correctable)
                .map(Change::id)
                .collect(Collectors.toSet()));
    assertThat(applied.failure()).isEmpty();
    Plan left = managed.plan(desired);
    assertThat(left.changes()).noneMatch(GrantorsTest::correctable);
    return left;
  }

  private void grantedByGranter() {
    lab.server.execute(
        "postgres",
        "GRANT go_other TO go_granter WITH ADMIN OPTION",
        "SET ROLE go_granter; GRANT go_other TO go_member");
  }

  @Test
  void aMembershipGrantedByARoleOfOursIsEndedInItsName() {
    // what lets the operator act for it
    lab.server.execute("postgres", "GRANT go_granter TO dbops_admin");
    grantedByGranter();
    assertThat(paths(roles(lab).plan(ASKING))).containsExactly("inRoles.extra");
    assertThat(corrected(roles(lab), ASKING).changes()).isEmpty();
    lab.server.execute("postgres", "REVOKE go_other FROM go_granter");
  }

  @Test
  void aMembershipGrantedByAStrangerIsToldWithTheReason() {
    Assumptions.assumeTrue(major >= 16, "before, a membership is ended whoever granted it");
    lab.server.execute("postgres", "GRANT go_other TO go_member");
    for (int i = 0; i < 2; i++) {
      Change left = corrected(roles(lab), ASKING).changes().getFirst();
      assertThat(left.path()).isEqualTo("inRoles.extra");
      assertThat(left.actual())
          .isEqualTo("go_other (granted by \"postgres\", for whom the operator may not act)");
    }
    GrantDesk desk = new GrantDesk(lab, MEMBER).asks(Map.of("roles", List.of("go_one")));
    assertThat(desk.drift())
        .containsExactly(
            "roles.extra go_other (given by \"postgres\", for whom the operator may not act)");
    assertThat(desk.plan().changes()).noneMatch(GrantorsTest::correctable);
  }

  @Test
  void ofTwoWhoGrantedItTheOneThatCanBeEndedIs() {
    Assumptions.assumeTrue(major >= 16, "before, there is one grant of a membership");
    lab.server.execute("postgres", "GRANT go_other TO go_member");
    Lab.apply(roles(lab), member(MEMBER, "go_one", "go_other"));
    lab.server.execute("postgres", "GRANT go_other TO go_member GRANTED BY dbops_admin");
    assertThat(corrected(roles(lab), ASKING).changes()).hasSize(1);
  }

  @Test
  void aPrivilegeGrantedByAnotherIsTakenBackInTheirName() {
    GrantDesk desk = desk("go_login");
    desk.asks(grants("SELECT")).converge();
    inside("CREATE TABLE IF NOT EXISTS app.t (id int)");
    desk.complete();
    converge(lab.users(), Lab.withPassword("go_passer", Map.of()));
    inside(
        "GRANT USAGE ON SCHEMA app TO go_passer",
        "GRANT UPDATE ON app.t TO go_passer WITH GRANT OPTION");
    lab.server.execute(DB, "SET ROLE go_passer; GRANT UPDATE ON app.t TO go_login");
    assertThat(desk.drift()).containsExactly("grants.table.app.t.extra UPDATE");
    desk.correct();
  }

  @Test
  void aPrivilegeGrantedByAStrangerIsToldWithTheReason() {
    GrantDesk desk = desk("go_login");
    inside("CREATE TABLE IF NOT EXISTS app.t (id int)");
    desk.asks(grants("SELECT")).converge();
    lab.server.execute("postgres", "CREATE ROLE go_stranger");
    inside(
        "GRANT USAGE ON SCHEMA app TO go_stranger",
        "GRANT DELETE ON app.t TO go_stranger WITH GRANT OPTION",
        "GRANT TRIGGER ON app.t TO go_login");
    lab.server.execute(DB, "SET ROLE go_stranger; GRANT DELETE ON app.t TO go_login");

    if (major < 16) {
      desk.correct(); // who may create roles may act for any that is no superuser
    } else {
      String stuck =
          "grants.table.app.t.extra DELETE"
              + " (given by \"go_stranger\", for whom the operator may not act)";
      assertThat(desk.drift()).containsExactly(stuck, "grants.table.app.t.extra TRIGGER");
      Plan left = corrected(lab.session.capability(Grants.class).orElseThrow(), desk.spec());
      assertThat(left.changes())
          .extracting(Change::path)
          .containsExactly("grants.table.app.t.extra");
      assertThat(desk.drift()).containsExactly(stuck);
    }
    lab.server.execute(DB, "DROP OWNED BY go_stranger CASCADE", "DROP ROLE go_stranger");
  }

  @Test
  void ofTwoThatContradictEachOtherTheOlderIsObeyedAndTheOtherSaysSo() {
    Assumptions.assumeTrue(major >= 16, "before, a membership has no ways of its own");
    GrantDesk older = of("older").asks(ways(false, null));
    GrantDesk younger = of("younger").asks(ways(true, null));
    older.beside(younger.claim()).converge();

    EngineException refused = failure(() -> younger.beside(older.claim().madeEarlier()).plan());
    assertThat(refused.kind()).isEqualTo(ErrorKind.CONFLICT);
    assertThat(refused.path()).contains("spec.postgres.memberships[0].inherit");
    assertThat(refused).hasMessageContaining("team-a/older");
    assertThat(older.plan().changes()).isEmpty();

    younger.asks(ways(null, false)).beside(older.claim().madeEarlier()).converge();
    assertThat(older.plan().changes()).as("one says inherit, the other set").isEmpty();
    assertThat(younger.remove(DropMode.DROP).failure()).isEmpty();
  }

  private GrantDesk of(String owner) {
    return new GrantDesk(lab, MEMBER, Lab.owner(owner))
        .granteeAsks(Claim.of(Kind.ROLE, ASKING.owner(), ASKING.section()));
  }

  private static Map<String, Object> ways(@Nullable Boolean inherit, @Nullable Boolean set) {
    Map<String, Object> membership = new HashMap<>(Map.of("role", "go_other"));
    if (inherit != null) {
      membership.put("inherit", inherit);
    }
    if (set != null) {
      membership.put("set", set);
    }
    return Map.of("memberships", List.of(membership));
  }

  private static Map<String, ?> grants(String privilege) {
    return GrantDesk.grants(entry("tables", List.of("*"), "privileges", List.of(privilege)));
  }
}
