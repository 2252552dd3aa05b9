package io.dbprovision.postgres;

import static io.dbprovision.postgres.Lab.converge;
import static io.dbprovision.postgres.Lab.failure;
import static io.dbprovision.postgres.Lab.paths;
import static io.dbprovision.postgres.Lab.withPassword;
import static io.dbprovision.postgres.RoleSpecs.grant;
import static io.dbprovision.postgres.RoleSpecs.member;
import static io.dbprovision.postgres.RoleSpecs.membership;
import static io.dbprovision.postgres.RoleSpecs.role;
import static io.dbprovision.postgres.RoleSpecs.roles;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.Claim;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Risk;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.UserSpec;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Memberships of logins and roles, which several objects may ask for. */
class MembershipClaimsTest extends LabTest {
  @BeforeEach
  void prepare() {
    converge(roles(lab), role("mc_one", Map.of()).build());
    converge(roles(lab), role("mc_other", Map.of()).build());
    lab.server.execute("postgres", "DROP ROLE IF EXISTS mc_member", "DROP ROLE IF EXISTS mc_login");
  }

  /** Since 16 a membership can be ended only by who granted it, or for them. */
  private void asAdmin(String... texts) {
    Credentials admin = lab.server.admin();
    try (Connection connection =
            lab.server.connect(admin.username(), admin.password().reveal(), "postgres");
        Statement statement = connection.createStatement()) {
      for (String text : texts) {
        statement.execute(text);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> rolesOf(String member) {
    return lab.server.ask(
        "postgres",
        "SELECT roleid::regrole::text FROM pg_auth_members WHERE member = '"
            + member
            + "'::regrole ORDER BY 1");
  }

  @Test
  void aRoleIsAMemberOfRolesAndHasMembersOfItsOwn() {
    RoleSpec spec = member("mc_member", "mc_one");
    Plan plan = converge(roles(lab), spec);
    converge(lab.users(), withPassword("mc_login", Map.of("inRoles", List.of("mc_member"))));

    assertThat(paths(plan)).containsExactly("roleName", "inRoles.missing");
    assertThat(plan.changes().getLast().cause()).isEqualTo(Cause.ABSENT);
    assertThat(plan.changes().getLast().claim()).contains(membership("mc_one"));
    assertThat(plan.claims()).containsExactly(membership("mc_one"));
    assertThat(rolesOf("mc_member")).containsExactly("mc_one");
    assertThat(rolesOf("mc_login")).containsExactly("mc_member");
    assertThat(roles(lab).plan(spec).isEmpty()).as("its members are not its business").isTrue();
  }

  @Test
  void aMembershipByHandIsAnExtraThatIsEndedOnRequest() {
    converge(roles(lab), member("mc_member", "mc_one"));
    asAdmin("GRANT mc_other TO mc_member", "REVOKE mc_one FROM mc_member");

    Plan drift = converge(roles(lab), member("mc_member", "mc_one"));

    assertThat(paths(drift)).containsExactly("inRoles.missing", "inRoles.extra");
    assertThat(drift.changes())
        .extracting(Change::risk)
        .containsExactly(Risk.SAFE, Risk.DESTRUCTIVE);
    assertThat(rolesOf("mc_member")).containsExactly("mc_one");
  }

  @Test
  void whatAnotherObjectAsksForIsNoDrift() {
    RoleSpec.Builder asking = role("mc_member", Map.of("inRoles", List.of("mc_one")));
    converge(roles(lab), asking.build());
    lab.server.execute("postgres", "GRANT mc_other TO mc_member");
    assertThat(paths(roles(lab).plan(asking.build()))).containsExactly("inRoles.extra");

    for (Claim claim :
        List.of(
            grant(Map.of("roles", List.of("mc_other"))),
            grant(Map.of("memberships", List.of(Map.of("role", "mc_other", "admin", true)))),
            grant(Map.of()).withRoles(List.of("mc_other")),
            Claim.of(
                Kind.ROLE,
                Lab.owner("same"),
                Lab.section(Map.of("inRoles", List.of("mc_other")))))) {
      Plan plan = roles(lab).plan(asking.others(List.of(claim)).build());
      assertThat(plan.isEmpty()).as("%s %s", claim.section(), claim.roles()).isTrue();
      assertThat(plan.claims()).containsExactly(membership("mc_one"));
    }
  }

  @Test
  void aClaimThatCannotBeReadClaimsNothing() {
    RoleSpec.Builder asking = role("mc_member", Map.of("inRoles", List.of("mc_one")));
    converge(roles(lab), asking.build());
    lab.server.execute("postgres", "GRANT mc_other TO mc_member");
    Claim broken =
        grant(Map.of("roles", "mc_other", "memberships", List.of("mc_other", Map.of("role", 1))));

    assertThat(paths(roles(lab).plan(asking.others(List.of(broken)).build())))
        .containsExactly("inRoles.extra");
  }

  @Test
  void whatIsOnRecordAndAskedForByAnotherStaysOnRecordUntilTheOtherIsGone() {
    UserSpec both = withPassword("mc_login", Map.of("inRoles", List.of("mc_one", "mc_other")));
    converge(lab.users(), both);
    UserSpec.Builder less =
        Lab.user("mc_login", Map.of("inRoles", List.of("mc_one")))
            .password(SecretText.of(Lab.PASSWORD), true)
            .issued(Set.copyOf(lab.users().plan(both).claims()));

    Plan kept =
        lab.users().plan(less.others(List.of(grant(Map.of("roles", List.of("mc_other"))))).build());
    assertThat(kept.isEmpty()).isTrue();
    assertThat(kept.claims()).containsExactly(membership("mc_one"), membership("mc_other"));

    Plan gone = converge(lab.users(), less.others(List.of()).build());
    assertThat(gone.changes())
        .extracting(Change::id)
        .as("its claim's id is that of the change that ends it")
        .containsExactly(membership("mc_other"));
    assertThat(gone.claims()).containsExactly(membership("mc_one"));
    assertThat(rolesOf("mc_login")).containsExactly("mc_one");
  }

  @Test
  void whatIsMissingIsNamedWithItsField() {
    EngineException refused = failure(() -> roles(lab).plan(member("mc_member", "mc_none")));
    assertThat(refused.kind()).isEqualTo(ErrorKind.NOT_FOUND);
    assertThat(refused.path()).contains("spec.postgres.inRoles[0]");
    EngineException server = failure(() -> roles(lab).plan(member("mc_member", "pg_monitor")));
    assertThat(server.kind()).isEqualTo(ErrorKind.PERMISSION);
  }
}
