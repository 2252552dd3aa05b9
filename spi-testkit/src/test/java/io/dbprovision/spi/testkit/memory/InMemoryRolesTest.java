package io.dbprovision.spi.testkit.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.testkit.EngineUnderTest;
import io.dbprovision.spi.testkit.RolesContract;
import io.dbprovision.spi.testkit.ServerHand;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InMemoryRolesTest extends RolesContract {
  private final MemoryUnderTest memory = new MemoryUnderTest();

  @Override
  protected EngineUnderTest underTest() {
    return memory;
  }

  @Override
  protected ServerHand server() {
    return new MemoryHand(memory.server().roles());
  }

  @Override
  protected RoleSpec changed(String name, Owner owner) {
    return RoleSpec.builder(name, owner)
        .comment("changed")
        .section(Section.of("spec.memory", Map.of("connectionLimit", 5)))
        .build();
  }

  @Override
  protected Section memberOf(List<String> roles) {
    return Section.of("spec.memory", Map.of("roles", roles));
  }

  @Override
  protected Set<String> rolesOf(String role) {
    return MemoryGrantHand.roles(memory.server().roles().get(role));
  }

  @Override
  protected void join(String member, String role) {
    memory
        .server()
        .roles()
        .computeIfPresent(member, (name, held) -> held.withAttribute(Entries.ROLE + role, true));
  }

  @Test
  void inlineGrantsAreGivenAndTakenAndWaitForTheirDatabase() {
    String name = fresh();
    memory.server().databases().put("here", StoredObject.foreign());
    RoleSpec spec = granting(name, "here", "there");
    Plan plan = managed().plan(spec);
    assertThat(plan.changes())
        .extracting(Change::cause)
        .containsExactly(Cause.MISSING, Cause.ABSENT, Cause.AWAITED);
    assertThat(plan.changes().get(1).claim())
        .hasValueSatisfying(claim -> assertThat(claim.value()).isEqualTo("grants.here:READ"));
    memory.server().databases().put("there", StoredObject.foreign());
    make(spec);
    assertInSync(spec);
    RoleSpec less =
        RoleSpec.builder(name, SELF)
            .section(granting(name, "here").section())
            .issued(Set.copyOf(managed().plan(spec).claims()))
            .build();
    assertThat(make(less).changes()).extracting(Change::cause).containsExactly(Cause.EXTRA);
    assertInSync(less);
  }

  private static RoleSpec granting(String name, String... databases) {
    List<Map<String, Object>> grants =
        List.of(databases).stream()
            .<Map<String, Object>>map(one -> Map.of("on", one, "privileges", List.of("READ")))
            .toList();
    return RoleSpec.builder(name, SELF)
        .section(Section.of("spec.memory", Map.of("grants", grants)))
        .build();
  }
}
