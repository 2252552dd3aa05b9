package io.dbprovision.postgres;

import static io.dbprovision.postgres.Lab.converge;
import static io.dbprovision.postgres.RoleSpecs.role;
import static io.dbprovision.postgres.RoleSpecs.roles;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.RoleSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoleGrantsTest extends LabTest {
  @Test
  void aRoleIsMadeWithItsGrantsAndLosesThemWhenTheyAreNoLongerAskedFor() {
    converge(lab.databases(), Lab.database("ig_data", Map.of()).build());
    converge(roles(lab), role("ig_other", Map.of()).build());
    Map<String, Object> connect = Map.of("database", "ig_data", "privileges", List.of("CONNECT"));
    Map<String, Object> create =
        Map.of("database", "ig_data", "privileges", List.of("CREATE", "TEMPORARY"));
    RoleSpec both =
        role("ig_role", Map.of("inRoles", List.of("ig_other"), "grants", List.of(connect, create)))
            .build();
    Plan plan = converge(roles(lab), both);
    assertThat(plan.changes())
        .extracting(Change::cause)
        .containsExactly(Cause.MISSING, Cause.ABSENT, Cause.ABSENT, Cause.ABSENT, Cause.ABSENT);
    Plan after = roles(lab).plan(both);
    assertThat(after.claims()).hasSize(4);

    RoleSpec less =
        role("ig_role", Map.of("inRoles", List.of("ig_other"), "grants", List.of(connect)))
            .issued(Set.copyOf(after.claims()))
            .build();
    assertThat(converge(roles(lab), less).changes())
        .extracting(Change::cause)
        .containsOnly(Cause.EXTRA);
    RoleSpec none =
        role("ig_role", Map.of("inRoles", List.of("ig_other")))
            .issued(Set.copyOf(after.claims()))
            .build();
    assertThat(converge(roles(lab), none).changes()).hasSize(1);
    assertThat(Lab.remove(roles(lab), none, DropMode.DROP).failure()).isEmpty();
  }
}
