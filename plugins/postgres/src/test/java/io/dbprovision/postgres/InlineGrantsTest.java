package io.dbprovision.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.jdbc.PoolThreads;
import io.dbprovision.postgres.change.ChangeRunner;
import io.dbprovision.postgres.change.PgChange;
import io.dbprovision.postgres.change.Retry;
import io.dbprovision.postgres.change.Subject;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.postgres.connect.ServerTarget;
import io.dbprovision.postgres.connect.TlsChoice;
import io.dbprovision.postgres.grant.EntryOutcome;
import io.dbprovision.postgres.grant.EntryPlan;
import io.dbprovision.postgres.grant.EntryPlanner;
import io.dbprovision.postgres.grant.EntryRequest;
import io.dbprovision.postgres.user.RoleRules;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Claim;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.Section;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Entries in a role's own manifest, planned as part of the role. */
class InlineGrantsTest extends LabTest {
  private static final String DB = "gi_app";

  @Test
  void aRolesOwnEntriesArePlannedBesideOtherObjects() {
    GrantSite.make(lab, DB, "gi_owner");
    Lab.converge(lab.users(), Lab.user("gi_role", Map.of("login", false)).build());
    GrantDesk grant = new GrantDesk(lab, "gi_role", Lab.owner("gi_grant"));
    grant.asks(GrantDesk.grants(Map.of("database", DB, "privileges", List.of("CONNECT"))));
    try (Server server =
        new Server(
            new ServerTarget(
                lab.server.host(),
                lab.server.port(),
                "postgres",
                lab.server.admin(),
                TlsChoice.strictest(
                    Lab.endpoint(lab.server, lab.server.admin()).build().tls(), null),
                "inline",
                5,
                30_000,
                2),
            new PoolThreads("inline"))) {
      String admin = lab.server.admin().username();
      EntryPlanner planner = new EntryPlanner(server, new RoleRules(admin, List.of(), List.of()));
      ChangeRunner runner = new ChangeRunner(server, new Retry(new SecureRandom()));
      RoleSpec asking =
          role(
              Map.of(
                  "login",
                  false,
                  "grants",
                  List.of(Map.of("database", DB, "privileges", List.of("CONNECT", "TEMP")))),
              Set.of(),
              grant);
      Set<ChangeId> issued = apply(planner, runner, asking, 2);
      assertThat(issued).hasSize(2);
      // a claim of the role's other part is none of the entries'
      Set<ChangeId> record = new HashSet<>(issued);
      record.add(new ChangeId("inRoles.extra:somebody"));
      grant.granteeAsks(Claim.of(Kind.ROLE, asking.owner(), asking.section())).converge();
      RoleSpec nothing = role(Map.of("login", false), record, grant);
      Set<ChangeId> left = apply(planner, runner, nothing, 1);
      assertThat(left).as("the grant asks for CONNECT").hasSize(1);
      assertThat(GrantSite.held(lab.server, DB, "gi_role"))
          .containsExactly("database gi_app CONNECT");
    }
  }

  private static RoleSpec role(Map<String, ?> block, Set<ChangeId> issued, GrantDesk beside) {
    return RoleSpec.builder("gi_role", Lab.owner("gi_role"))
        .section(Section.of("spec.postgres", block))
        .issued(issued)
        .others(List.of(beside.claim()))
        .build();
  }

  private static Set<ChangeId> apply(
      EntryPlanner planner, ChangeRunner runner, RoleSpec spec, int changes) {
    EntryPlan plan = plan(planner, spec);
    assertThat(plan.changes()).hasSize(changes);
    Plan.Builder whole = Plan.builder(true);
    plan.changes().forEach(whole::change);
    Set<ChangeId> all = new HashSet<>();
    plan.changes().stream().map(PgChange::id).forEach(all::add);
    assertThat(runner.apply(whole.build(), all).failure()).isEmpty();
    EntryPlan again = plan(planner, spec);
    assertThat(again.changes()).isEmpty();
    return Set.copyOf(again.claims());
  }

  private static EntryPlan plan(EntryPlanner planner, RoleSpec spec) {
    EntryRequest request = EntryRequest.inline(spec, Subject.of(Subject.Type.ROLE, spec));
    EntryOutcome outcome = planner.plan(List.of(request)).getFirst();
    return switch (outcome) {
      case EntryOutcome.Planned(EntryPlan plan) -> plan;
      case EntryOutcome.Failed(var failure) -> throw failure;
    };
  }
}
