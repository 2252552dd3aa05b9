package io.dbprovision.postgres;

import static io.dbprovision.postgres.GrantDesk.grants;
import static io.dbprovision.postgres.RoleSpecs.member;
import static io.dbprovision.postgres.RoleSpecs.role;
import static io.dbprovision.postgres.RoleSpecs.roles;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.GrantSpec;
import io.dbprovision.spi.Grants;
import io.dbprovision.spi.Plan;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What was there before the operator, and what it gave without having it on record. */
class GrantHeldTest extends GrantLabTest {
  private static final Map<String, ?> READING =
      entry("tables", List.of("held_t"), "privileges", List.of("SELECT", "INSERT"));

  private GrantDesk reader(String name) {
    inside("CREATE TABLE IF NOT EXISTS app.held_t (id int)");
    return desk(name).asks(grants(READING));
  }

  private Grants planner() {
    return lab.session.capability(Grants.class).orElseThrow();
  }

  private Set<ChangeId> removed(GrantSpec spec) {
    Plan removal = planner().removal(spec, DropMode.DROP);
    assertThat(planner().apply(removal, Lab.all(removal)).failure()).isEmpty();
    return Lab.all(removal);
  }

  private static GrantSpec unrecorded(GrantDesk desk, Set<ChangeId> heldBefore) {
    GrantSpec spec = desk.spec();
    return GrantSpec.builder(spec.name(), spec.owner(), spec.grantee())
        .section(spec.section())
        .issued(Set.of())
        .unrecorded(true)
        .heldBefore(heldBefore)
        .build();
  }

  @Test
  void whatIsInEffectAndNotOnRecordIsTold() {
    GrantDesk desk = reader("g_held");
    inside("GRANT SELECT ON app.held_t TO g_held");
    Plan plan = desk.plan();
    assertThat(plan.held()).hasSize(1).isSubsetOf(new HashSet<>(plan.claims()));
    assertThat(plan.held().iterator().next().value()).endsWith(":select");
    desk.converge();
    assertThat(desk.plan().held()).as("all is on record").isEmpty();
    assertThat(desk.remove(DropMode.DROP).failure()).isEmpty();
  }

  @Test
  void aPatternIsOnlyHeldWhenAllOfItIs() {
    inside("CREATE TABLE app.held_one (id int)", "CREATE TABLE app.held_two (id int)");
    GrantDesk desk = desk("g_held_star");
    desk.asks(grants(entry("tables", List.of("held_one"), "privileges", List.of("SELECT"))));
    inside("GRANT SELECT ON app.held_one TO g_held_star");
    assertThat(desk.plan().held()).hasSize(1);
    desk.asks(grants(entry("tables", List.of("*"), "privileges", List.of("SELECT"))));
    assertThat(desk.plan().held()).isEmpty();
  }

  @Test
  void whatWasGivenAndNotRecordedIsTakenBackAndNothingElse() {
    GrantDesk desk = reader("g_unrec");
    desk.converge();
    inside("GRANT UPDATE ON app.held_t TO g_unrec");
    removed(unrecorded(desk, Set.of()));
    assertThat(held("g_unrec")).containsExactly("table app.held_t UPDATE");
  }

  @Test
  void whatWasThereBeforeStaysThoughNothingIsOnRecord() {
    GrantDesk desk = reader("g_before");
    inside("GRANT SELECT ON app.held_t TO g_before");
    Set<ChangeId> before = desk.plan().held();
    desk.converge();
    removed(unrecorded(desk, before));
    assertThat(held("g_before")).containsExactly("table app.held_t SELECT");
  }

  @Test
  void whatCannotHaveBeenGivenIsNotTakenBack() {
    GrantDesk desk = reader("g_refused");
    desk.asks(Map.of("roles", List.of("pg_monitor")));
    lab.server.execute("postgres", "GRANT pg_monitor TO g_refused");
    assertThat(removed(unrecorded(desk, Set.of()))).isEmpty();
    lab.server.execute("postgres", "REVOKE pg_monitor FROM g_refused");
  }

  @Test
  void aMembershipThatWasThereBeforeIsTold() {
    for (String name : List.of("held_one", "held_two")) {
      Lab.converge(roles(lab), role(name, Map.of()).build());
    }
    Lab.converge(roles(lab), member("held_member"));
    lab.server.execute("postgres", "GRANT held_one TO held_member");
    Plan plan = roles(lab).plan(member("held_member", "held_one", "held_two"));
    assertThat(plan.held()).extracting(ChangeId::value).containsExactly("inRoles.extra:held_one");
    lab.server.execute("postgres", "REVOKE held_one FROM held_member");
  }

  @Test
  void howManyThingsAPatternMeansIsToldAndThatMoreMayCome() {
    inside("CREATE SCHEMA IF NOT EXISTS counted", "CREATE TABLE IF NOT EXISTS counted.t (id int)");
    GrantDesk desk = desk("g_counted");
    Map<String, ?> all =
        Map.of(
            "database",
            DB,
            "schema",
            "counted",
            "tables",
            List.of("*"),
            "privileges",
            List.of("SELECT", "INSERT"));
    Plan plan = desk.asks(grants(all)).plan();
    assertThat(plan.openEnded()).isTrue();
    assertThat(plan.facts()).containsEntry("matched", 1);
    assertThat(reader("g_counted").plan().openEnded()).isFalse();
    assertThat(desk.plan().facts()).containsKey("matched");
  }

  private List<String> ways(String member) {
    return lab.server.ask(
        "postgres",
        "SELECT CASE WHEN inherit_option THEN 'inherit ' ELSE '' END"
            + " || CASE WHEN set_option THEN 'set' ELSE '' END FROM pg_auth_members"
            + " WHERE roleid = 'held_way'::regrole AND member = '"
            + member
            + "'::regrole");
  }

  private static Map<String, ?> memberships(Object... pairs) {
    Map<String, Object> entry = new HashMap<>(Map.of("role", "held_way"));
    for (int i = 0; i < pairs.length; i += 2) {
      entry.put((String) pairs[i], pairs[i + 1]);
    }
    return Map.of("memberships", List.of(entry));
  }

  @Test
  void howAMembershipWorksGoesBackToTheDefaultWhenNothingIsSaidOfItAnyMore() {
    Assumptions.assumeTrue(major >= 16, "before, memberships have no ways of their own");
    Lab.converge(roles(lab), role("held_way", Map.of()).build());
    GrantDesk desk = desk("g_way_back");
    desk.asks(memberships("inherit", false, "set", false)).converge();
    assertThat(ways("g_way_back")).containsExactly("");
    desk.asks(memberships("set", false)).converge();
    assertThat(ways("g_way_back")).containsExactly("inherit ");
    desk.asks(memberships()).complete();
    assertThat(ways("g_way_back")).containsExactly("inherit set");
    assertThat(desk.plan().isEmpty()).isTrue();
    desk.asks(memberships("inherit", false)).converge();
    assertThat(desk.remove(DropMode.DROP).failure()).isEmpty();
    assertThat(ways("g_way_back")).as("it ends as a whole").isEmpty();
  }

  @Test
  void howAMembershipWorksStaysWhileItIsNotOursOrSomebodyElseAsksForIt() {
    Assumptions.assumeTrue(major >= 16, "before, memberships have no ways of their own");
    Lab.converge(roles(lab), role("held_way", Map.of()).build());
    GrantDesk desk = desk("g_way_kept");
    desk.asks(memberships()).converge();
    lab.server.execute(
        "postgres", "GRANT held_way TO g_way_kept WITH INHERIT FALSE GRANTED BY dbops_admin");
    assertThat(desk.plan().isEmpty()).as("nobody's business").isTrue();
    GrantDesk other = new GrantDesk(lab, "g_way_kept", Lab.owner("other-way"));
    other.asks(memberships("inherit", false));
    assertThat(other.plan().held()).isNotEmpty();
    other.converge();
    desk.asks(memberships("inherit", false)).converge();
    desk.beside(other.claim()).asks(memberships()).converge();
    assertThat(ways("g_way_kept")).containsExactly("set");
    desk.beside().converge();
    assertThat(ways("g_way_kept")).containsExactly("inherit set");
  }
}
