package io.dbprovision.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Plan;
import org.junit.jupiter.api.Test;

/** What a plan says beside its changes comes through the guard in both directions. */
class HostChangeTest {
  @Test
  void nothingThatAPlanSaysIsLost() {
    Plan plan =
        Plan.builder(true)
            .claim(new ChangeId("claim"))
            .held(new ChangeId("held"))
            .openEnded()
            .fact("fact", "a")
            .sectionFact("section", "b")
            .build();

    assertSame(HostChange.read(plan), plan);
    assertSame(HostChange.restore(HostChange.read(plan)), plan);
  }

  private static void assertSame(Plan copy, Plan plan) {
    assertThat(copy).usingRecursiveComparison().isEqualTo(plan);
    assertThat(copy.openEnded()).isTrue();
    assertThat(copy.held()).containsExactly(new ChangeId("held"));
  }
}
