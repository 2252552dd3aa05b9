package io.dbprovision.spi.testkit.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Claim;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.GrantSpec;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.testkit.EngineUnderTest;
import io.dbprovision.spi.testkit.GrantHand;
import io.dbprovision.spi.testkit.GrantsContract;
import io.dbprovision.spi.testkit.ServerHand;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InMemoryGrantsTest extends GrantsContract {
  private final MemoryUnderTest memory = new MemoryUnderTest();
  private final MemoryGrantHand hand = new MemoryGrantHand(memory.server());

  @Override
  protected EngineUnderTest underTest() {
    return memory;
  }

  @Override
  protected ServerHand server() {
    return new MemoryHand(memory.server().users());
  }

  @Override
  protected GrantHand hand() {
    return hand;
  }

  @Test
  void aRoleIsAGranteeToo() {
    String role = fresh();
    memory.server().roles().put(role, StoredObject.foreign());
    GrantSpec spec =
        GrantSpec.builder(role, GRANT, Claim.of(Kind.ROLE, SELF, Section.empty("spec.memory")))
            .section(block(GrantHand.Entry.ONE))
            .build();
    Plan plan = make(spec);
    assertThat(plan.facts()).containsEntry("directGrants", 0);
    assertThat(managed().plan(spec).facts()).containsEntry("directGrants", 1);
    assertThat(managed().names()).contains(role);
  }

  @Test
  void aDatabaseOfAnotherTenantIsAConflict() {
    String name = grantee();
    memory.server().databases().put("theirs", StoredObject.foreign().withOwner(OTHER));
    Map<String, Object> entry = Map.of("on", "theirs", "privileges", List.of("READ"));
    GrantSpec spec =
        GrantSpec.builder(name, GRANT, user(name))
            .section(Section.of("spec.memory", Map.of("grants", List.of(entry))))
            .build();
    assertThat(refusal(spec).kind()).isEqualTo(ErrorKind.CONFLICT);
  }

  @Test
  void anEntryWithoutAnObjectIsInvalid() {
    Section section =
        Section.of("spec.memory", Map.of("grants", List.of(Map.of("privileges", List.of("X")))));
    assertThat(memory.engine().validate(Kind.GRANT, section).problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.kind()).isEqualTo(ErrorKind.INVALID));
    assertThat(memory.engine().validate(Kind.GRANT, hand.block(Set.of(), List.of())).problems())
        .isEmpty();
  }
}
