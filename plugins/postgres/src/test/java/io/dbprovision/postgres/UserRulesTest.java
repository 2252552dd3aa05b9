package io.dbprovision.postgres;

import static io.dbprovision.postgres.Lab.converge;
import static io.dbprovision.postgres.Lab.failure;
import static io.dbprovision.postgres.Lab.owner;
import static io.dbprovision.postgres.Lab.paths;
import static io.dbprovision.postgres.Lab.user;
import static io.dbprovision.postgres.Lab.withPassword;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.postgres.sql.Remark;
import io.dbprovision.spi.Applied;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.PlanOutcome;
import io.dbprovision.spi.Provenance;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.UserSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UserRulesTest extends LabTest {
  @Test
  void aRoleThatIsNotThereIsNamedWithItsField() {
    EngineException inBlock =
        failure(
            () -> lab.users().plan(withPassword("u_ref", Map.of("inRoles", List.of("u_none")))));
    assertThat(inBlock.kind()).isEqualTo(ErrorKind.NOT_FOUND);
    assertThat(inBlock.path()).contains("spec.postgres.inRoles[0]");
    UserSpec outside =
        user("u_ref", Map.of()).password(SecretText.of("x"), true).roles(List.of("u_none")).build();
    assertThat(failure(() -> lab.users().plan(outside)).path()).contains("spec.roles[0]");
  }

  @Test
  void aMisspeltSettingIsTheManifestsFaultAndTheRightOneIsNamed() {
    EngineException refused = refusedSetting("work_men", "8MB");
    assertThat(refused.kind()).isEqualTo(ErrorKind.INVALID);
    assertThat(refused)
        .hasMessage(
            "spec.postgres.configParameters.work_men: is no setting of this server; did you mean"
                + " work_mem?");
    assertThat(refusedSetting("no_such_thing_at_all", "1"))
        .hasMessage(
            "spec.postgres.configParameters.no_such_thing_at_all: is no setting of this server");
  }

  @Test
  void aSettingThatNoLoginCanHaveIsTheManifestsFault() {
    EngineException refused = refusedSetting("max_connections", "10");
    assertThat(refused.kind()).isEqualTo(ErrorKind.INVALID);
    assertThat(refused).hasMessageContaining("spec.postgres.configParameters.max_connections");
  }

  private EngineException refusedSetting(String name, String value) {
    UserSpec spec = withPassword("u_setting", Map.of("configParameters", Map.of(name, value)));
    Plan plan = lab.users().plan(spec);
    return lab.users().apply(plan, Lab.all(plan)).failure().orElseThrow();
  }

  @Test
  void aRoleThatIsAMemberOfItselfIsTheManifestsFault() {
    converge(lab.users(), withPassword("u_up", Map.of()));
    converge(lab.users(), withPassword("u_down", Map.of("inRoles", List.of("u_up"))));
    Plan plan = lab.users().plan(withPassword("u_up", Map.of("inRoles", List.of("u_down"))));
    EngineException refused = lab.users().apply(plan, Lab.all(plan)).failure().orElseThrow();
    assertThat(refused.kind()).isEqualTo(ErrorKind.INVALID);
    assertThat(refused).hasMessageContaining("is a member of role");
  }

  @Test
  void whatReachesBeyondATenantNeedsTheInstancesConsent() {
    for (String field : List.of("superuser", "replication", "bypassRLS", "createRole")) {
      EngineException refused =
          failure(() -> lab.users().plan(withPassword("u_power", Map.of(field, true))));
      assertThat(refused.kind()).isEqualTo(ErrorKind.PERMISSION);
      assertThat(refused.path()).contains("spec.postgres." + field);
      assertThat(refused).hasMessageContaining("spec.postgres.allowedAttributes");
    }
    for (String role : List.of("pg_monitor", "dbops_admin", "postgres")) {
      EngineException refused =
          failure(
              () -> lab.users().plan(withPassword("u_power", Map.of("inRoles", List.of(role)))));
      assertThat(refused.kind()).as(role).isEqualTo(ErrorKind.PERMISSION);
      assertThat(refused.path()).contains("spec.postgres.inRoles[0]");
    }
    converge(lab.users(), withPassword("u_other_tenant", Map.of()));
    UserSpec neighbour =
        UserSpec.builder("u_power", new Owner("cluster-1", "default", "team-b", "p", "uid-p"))
            .roles(List.of("u_other_tenant"))
            .build();
    assertThat(failure(() -> lab.users().plan(neighbour)).kind()).isEqualTo(ErrorKind.PERMISSION);
  }

  @Test
  void powerIsNotHadThroughARoleThatHasIt() {
    Owner nobodys = new Owner("cluster-1", "default", "", "shared", "uid-s");
    lab.server.execute(
        "postgres",
        "CREATE ROLE u_way_1 NOLOGIN",
        "CREATE ROLE u_way_2 NOLOGIN",
        "CREATE ROLE u_way_3 NOLOGIN",
        "CREATE ROLE u_way_4 BYPASSRLS NOLOGIN",
        "CREATE ROLE u_way_5 NOLOGIN",
        "GRANT pg_read_all_data TO u_way_1",
        "GRANT u_way_1 TO u_way_2",
        "GRANT u_way_4 TO u_way_3");
    converge(lab.users(), withPassword("u_reached", Map.of()));
    lab.server.execute("postgres", "GRANT u_reached TO u_way_5");
    record("u_way_2", nobodys);
    record("u_way_4", nobodys);

    Owner neighbour = new Owner("cluster-1", "default", "team-b", "p", "uid-p");
    for (int way = 1; way <= 5; way++) {
      UserSpec spec =
          UserSpec.builder("u_power", neighbour)
              .section(Lab.section(Map.of("inRoles", List.of("u_way_" + way))))
              .password(SecretText.of("x"), true)
              .build();
      EngineException refused = failure(() -> lab.users().plan(spec));
      assertThat(refused.kind()).as("u_way_" + way).isEqualTo(ErrorKind.PERMISSION);
      assertThat(refused).hasMessageContaining("beyond one tenant");
    }
    lab.server.execute(
        "postgres",
        "REVOKE u_reached FROM u_way_5",
        "GRANT u_way_5 TO dbops_admin WITH ADMIN OPTION");
    UserSpec plain =
        UserSpec.builder("u_joiner", neighbour)
            .section(Lab.section(Map.of("inRoles", List.of("u_way_5"))))
            .password(SecretText.of("x"), true)
            .build();
    converge(lab.users(), plain);
  }

  @Test
  void whoCanMoreThanATenantMayAskForIsNotAdopted() {
    lab.server.execute(
        "postgres",
        "CREATE ROLE u_maker LOGIN CREATEROLE",
        "CREATE ROLE u_reader LOGIN IN ROLE pg_read_all_data",
        "CREATE ROLE u_plain LOGIN",
        "GRANT u_maker, u_reader, u_plain TO dbops_admin WITH ADMIN OPTION");
    for (String name : List.of("u_maker", "u_reader")) {
      EngineException refused = failure(() -> lab.users().plan(adopting(name)));
      assertThat(refused.kind()).as(name).isEqualTo(ErrorKind.PERMISSION);
      assertThat(refused).hasMessageContaining("spec.postgres.allowedRoles");
    }
    converge(lab.users(), adopting("u_plain"));
  }

  private static UserSpec adopting(String name) {
    return UserSpec.builder(name, owner(name)).provenance(Provenance.adopted(null)).build();
  }

  private void record(String role, Owner owner) {
    lab.server.execute(
        "postgres",
        "COMMENT ON ROLE " + role + " IS " + TestServer.literal(Remark.render("", owner)));
  }

  @Test
  void evenWithConsentTheLoginsOwnRightsAreTheLimit() {
    try (Lab open =
        Lab.on(
            major,
            Map.of(
                "allowedAttributes",
                List.of("superuser", "createRole"),
                "allowedRoles",
                List.of("u_shared")))) {
      EngineException refused =
          failure(() -> open.users().plan(withPassword("u_super", Map.of("superuser", true))));
      assertThat(refused.kind()).isEqualTo(ErrorKind.PERMISSION);
      assertThat(refused.path()).contains("spec.postgres.superuser");
      converge(open.users(), withPassword("u_creator", Map.of("createRole", true)));
    }
  }

  @Test
  void reservedAndOversizedNamesAreInvalid() {
    for (String name : List.of("postgres", "pg_x", "dbops_admin", "_dbops_x", "ä".repeat(32))) {
      EngineException refused = failure(() -> lab.users().plan(withPassword(name, Map.of())));
      assertThat(refused.kind()).as(name).isEqualTo(ErrorKind.INVALID);
      assertThat(refused.path()).contains("spec.username");
      assertThat(lab.users().removal(withPassword(name, Map.of()), DropMode.FORCE).isEmpty())
          .isTrue();
    }
  }

  @Test
  void hostileNamesAndValuesStayNamesAndValues() {
    for (String name : HostileTexts.ALL) {
      UserSpec spec =
          UserSpec.builder(name, owner("hostile-" + HostileTexts.ALL.indexOf(name)))
              .comment(name + " [dbops:1 x/y z/w v]")
              .section(
                  Lab.section(Map.of("configParameters", Map.of("application_name", "x' \\ {} ?"))))
              .password(SecretText.of(name), true)
              .build();
      converge(lab.users(), spec);
      assertThat(lab.server.letsIn(name, name)).as(name).isTrue();
      UserSpec member =
          user("u_member", Map.of("inRoles", List.of(name), "defaultRole", name))
              .password(SecretText.of("x"), true)
              .build();
      converge(lab.users(), member);
      assertThat(Lab.remove(lab.users(), member, DropMode.DROP).failure()).isEmpty();
      assertThat(Lab.remove(lab.users(), spec, DropMode.DROP).failure()).isEmpty();
      assertThat(lab.users().names()).doesNotContain(name);
    }
  }

  @Test
  void oneFailingChangeLeavesTheOthersDoneAndIsNamed() {
    Plan plan =
        lab.users()
            .plan(
                withPassword(
                    "u_partly",
                    Map.of(
                        "configParameters",
                        Map.of("work_mem", "nonsense", "application_name", "1"))));
    Applied applied = lab.users().apply(plan, Lab.all(plan));
    assertThat(applied.done())
        .contains(new ChangeId("create"), new ChangeId("configParameters.application_name"));
    assertThat(applied.failedChange()).contains(new ChangeId("configParameters.work_mem"));
    assertThat(applied.failure().orElseThrow().path())
        .contains("spec.postgres.configParameters.work_mem");
    assertThat(applied.failure().orElseThrow().kind()).isEqualTo(ErrorKind.INVALID);
  }

  @Test
  void manyArePlannedAtOnceEachWithItsOwnOutcome() {
    List<UserSpec> specs = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      specs.add(user("u_many_" + i, Map.of()).build());
    }
    specs.add(user("postgres", Map.of()).build());
    converge(lab.users(), withPassword("u_many_0", Map.of()));

    List<PlanOutcome> outcomes = lab.users().planAll(specs);

    assertThat(outcomes).hasSize(301);
    assertThat(outcomes.getFirst())
        .isInstanceOfSatisfying(
            PlanOutcome.Planned.class, planned -> assertThat(planned.plan().isEmpty()).isTrue());
    assertThat(outcomes.get(1))
        .isInstanceOfSatisfying(
            PlanOutcome.Planned.class, planned -> assertThat(planned.plan().exists()).isFalse());
    assertThat(outcomes.getLast()).isInstanceOf(PlanOutcome.Failed.class);
  }

  @Test
  void noPasswordIsEverSeenByTheServersLog() {
    UserSpec spec =
        user("u_quiet", Map.of()).password(SecretText.of("Never-To-Be-Logged-1"), false).build();
    for (int i = 0; i < 2; i++) {
      Plan plan = lab.users().plan(spec);
      lab.users().apply(plan, Lab.all(plan));
    }
    assertThat(lab.server.log()).contains("u_quiet").doesNotContain("Never-To-Be-Logged-1");
    Plan plan = lab.users().plan(spec);
    for (Change change : plan.changes()) {
      assertThat(change.toString() + change.fingerprint() + change.summary())
          .doesNotContain("Never-To-Be-Logged-1");
    }
  }

  @Test
  void changesThatAreNotChosenAreLeftAlone() {
    converge(lab.users(), withPassword("u_choose", Map.of("connectionLimit", 1)));
    Plan plan =
        lab.users().plan(withPassword("u_choose", Map.of("connectionLimit", 2, "createDB", true)));
    lab.users().apply(plan, Set.of(new ChangeId("createdb")));
    assertThat(
            paths(
                lab.users()
                    .plan(
                        withPassword("u_choose", Map.of("connectionLimit", 2, "createDB", true)))))
        .containsExactly("connectionLimit");
  }
}
