package io.dbprovision.postgres;

import static io.dbprovision.postgres.GrantDesk.grants;
import static io.dbprovision.postgres.Lab.converge;
import static io.dbprovision.postgres.Lab.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Applied;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.Claim;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Grants;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.PlanOutcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GrantRulesTest extends LabTest {
  private static final String DB = "gr_app";

  @BeforeEach
  void database() {
    GrantSite.make(lab, DB, "gr_owner");
  }

  private GrantDesk desk(String grantee) {
    converge(lab.users(), Lab.withPassword(grantee, Map.of()));
    return new GrantDesk(lab, grantee);
  }

  private void role(String name) {
    converge(lab.users(), Lab.user(name, Map.of("login", false)).build());
  }

  private Grants all() {
    return lab.session.capability(Grants.class).orElseThrow();
  }

  private List<String> roles(String grantee) {
    return lab.server.ask(
        "postgres",
        "SELECT g.rolname || CASE WHEN admin_option THEN ' admin' ELSE '' END"
            + (major < 16
                ? ""
                : " || CASE WHEN inherit_option THEN ' inherit' ELSE '' END"
                    + " || CASE WHEN set_option THEN ' set' ELSE '' END")
            + " FROM pg_auth_members m JOIN pg_roles g ON g.oid = roleid"
            + " WHERE member = (SELECT oid FROM pg_roles WHERE rolname = "
            + TestServer.literal(grantee)
            + ") ORDER BY 1");
  }

  @Test
  void membershipsComeAndGoWithTheirOptions() {
    for (String name : List.of("gr_a", "gr_b", "gr_c")) {
      role(name);
    }
    GrantDesk desk = desk("gr_member");
    desk.asks(
            Map.of(
                "roles",
                List.of("gr_a", "gr_nobody"),
                "memberships",
                List.of(Map.of("role", "gr_b", "admin", true))))
        .converge();
    Plan now = desk.plan();
    assertThat(now.facts()).containsEntry("roles", List.of("gr_a", "gr_b"));
    assertThat(now.changes()).extracting(Change::cause).containsExactly(Cause.AWAITED);
    assertThat(roles("gr_member"))
        .isEqualTo(
            major < 16
                ? List.of("gr_a", "gr_b admin")
                : List.of("gr_a inherit set", "gr_b admin inherit set"));
    lab.server.execute("postgres", "GRANT gr_c TO gr_member");
    assertThat(desk.drift()).singleElement().asString().startsWith("roles.extra gr_c");
    lab.server.execute("postgres", "REVOKE gr_c FROM gr_member");
    desk.asks(Map.of("roles", List.of("gr_b"))).converge();
    assertThat(roles("gr_member")).containsExactly(major < 16 ? "gr_b" : "gr_b inherit set");
    Claim login =
        Claim.of(
            Kind.USER, Lab.owner("gr_member"), Lab.section(Map.of("inRoles", List.of("gr_b"))));
    desk.granteeAsks(login).asks(Map.of()).converge();
    assertThat(roles("gr_member")).as("the login itself asks for it").hasSize(1);
    desk.granteeAsks(Claim.of(Kind.USER, Lab.owner("gr_member"), Lab.section(Map.of())));
    assertThat(desk.remove(DropMode.DROP).failure()).isEmpty();
    assertThat(roles("gr_member")).isEmpty();
  }

  @Test
  void howAMembershipWorksNeedsANewServer() {
    role("gr_ways");
    GrantDesk desk = desk("gr_way");
    desk.asks(
        Map.of("memberships", List.of(Map.of("role", "gr_ways", "inherit", false, "set", true))));
    if (major < 16) {
      Plan plan = desk.plan();
      Applied applied = all().apply(plan, Lab.all(plan));
      assertThat(applied.failure())
          .get()
          .satisfies(
              failure -> {
                assertThat(failure.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
                assertThat(failure.path()).contains("spec.postgres.memberships[0].inherit");
              });
      assertThat(roles("gr_way")).as("the membership itself works").containsExactly("gr_ways");
      return;
    }
    desk.converge();
    assertThat(roles("gr_way")).containsExactly("gr_ways set");
    desk.asks(
            Map.of(
                "memberships", List.of(Map.of("role", "gr_ways", "inherit", true, "set", false))))
        .converge();
    assertThat(roles("gr_way")).containsExactly("gr_ways inherit");
    assertThat(desk.plan().isEmpty()).isTrue();
  }

  @Test
  void whatBelongsToAnotherTenantIsRefused() {
    Owner stranger = new Owner("cluster-1", "default", "team-b", "s", "uid-s");
    Owner everybody = new Owner("cluster-1", "default", "", "c", "uid-c");
    desk("gr_tenant");
    role("gr_role");
    Map<String, ?> database = grants(Map.of("database", DB, "privileges", List.of("CONNECT")));
    Map<String, ?> defaults =
        Map.of(
            "defaultPrivileges",
            List.of(
                Map.of(
                    "database",
                    "postgres",
                    "schema",
                    "public",
                    "grantedBy",
                    "gr_owner",
                    "objectType",
                    "tables",
                    "privileges",
                    List.of("SELECT"))));
    refused(stranger, database, ErrorKind.CONFLICT, "spec.postgres.grants[0].database");
    refused(
        stranger, defaults, ErrorKind.PERMISSION, "spec.postgres.defaultPrivileges[0].grantedBy");
    for (String role : List.of("gr_role", "pg_read_all_data", "dbops_admin", "postgres")) {
      refused(
          stranger, Map.of("roles", List.of(role)), ErrorKind.PERMISSION, "spec.postgres.roles[0]");
    }
    for (Map<String, ?> block : List.of(database, Map.of("roles", List.of("gr_role")))) {
      new GrantDesk(lab, "gr_tenant", everybody).asks(block).converge();
    }
    refused(
        everybody,
        Map.of("roles", List.of("pg_monitor")),
        ErrorKind.PERMISSION,
        "spec.postgres.roles[0]");
    refused(
        everybody,
        Map.of("roles", List.of("gr_tenant")),
        ErrorKind.INVALID,
        "spec.postgres.roles[0]");
    assertThat(failure(new GrantDesk(lab, "dbops_admin", everybody)::plan).path())
        .contains("spec.userRef");
  }

  private void refused(Owner asker, Map<String, ?> block, ErrorKind kind, String path) {
    EngineException refused = failure(new GrantDesk(lab, "gr_tenant", asker).asks(block)::plan);
    assertThat(refused.kind()).as(block.toString()).isEqualTo(kind);
    assertThat(refused.path()).contains(path);
  }

  @Test
  void anOwnerWhomTheLoginCannotActForIsNamedAndTheRestIsDone() {
    lab.server.execute(
        DB,
        "CREATE TABLE IF NOT EXISTS app.of_super (id int)",
        "CREATE TABLE IF NOT EXISTS app.of_owner (id int)",
        "ALTER TABLE app.of_owner OWNER TO gr_owner");
    GrantDesk desk = desk("gr_super");
    desk.asks(
        grants(
            Map.of(
                "database",
                DB,
                "schema",
                "app",
                "tables",
                List.of("of_super", "of_owner"),
                "privileges",
                List.of("SELECT"))));
    Plan plan = desk.plan();
    Applied applied = all().apply(plan, Lab.all(plan));
    assertThat(applied.done()).hasSize(1);
    assertThat(applied.failure())
        .get()
        .satisfies(
            failure -> {
              assertThat(failure.kind()).isEqualTo(ErrorKind.PERMISSION);
              assertThat(failure.path()).contains("spec.postgres.grants[0].tables[0]");
              assertThat(failure).hasMessageContaining("postgres");
            });
    assertThat(GrantSite.held(lab.server, DB, "gr_super"))
        .containsExactly("table app.of_owner SELECT");
  }

  @Test
  void oneBadItemDoesNotStopTheOthersAndDatabasesAreReadOnce() {
    GrantDesk good = desk("gr_batch");
    good.asks(grants(Map.of("database", DB, "schema", "app", "privileges", List.of("SELECT"))));
    GrantDesk bad = new GrantDesk(lab, "gr_none_such");
    bad.asks(grants(Map.of("database", DB, "privileges", List.of("CONNECT"))));
    GrantDesk wrong = new GrantDesk(lab, "gr_batch");
    wrong.asks(grants(Map.of("privileges", List.of("EVERYTHING"))));
    List<PlanOutcome> outcomes =
        all().planAll(List.of(bad.spec(), good.spec(), wrong.spec(), good.spec()));
    assertThat(outcomes.get(0)).isInstanceOf(PlanOutcome.Failed.class);
    assertThat(outcomes.get(1)).isInstanceOf(PlanOutcome.Planned.class);
    assertThat(outcomes.get(2)).isInstanceOf(PlanOutcome.Failed.class);
    assertThat(outcomes.get(3)).isInstanceOf(PlanOutcome.Planned.class);
  }
}
