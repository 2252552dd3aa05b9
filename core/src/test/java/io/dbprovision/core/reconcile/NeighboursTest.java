package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NeighboursTest {
  private final Neighbours<String> all =
      new Neighbours<>(
          List.of("b1", "a1", "c1", "b2", "a2", "c2", "b3"), name -> name.substring(0, 1));

  @Test
  void thoseOfOnePlaceStayTogetherThoughThatIsMoreThanWasAskedFor() {
    assertThat(all.around("a", 3, Optional::of)).containsExactly("a1", "a2", "b1", "b2", "b3");
    assertThat(all.around("a", 2, Optional::of)).containsExactly("a1", "a2");
  }

  @Test
  void theyBeginAtThePlaceAskedForAndGoRound() {
    assertThat(all.around("c", 7, Optional::of))
        .containsExactly("c1", "c2", "a1", "a2", "b1", "b2", "b3");
  }

  @Test
  void whatIsNotToBeTakenDoesNotCount() {
    assertThat(all.around("a", 2, name -> Optional.of(name).filter(one -> !one.endsWith("1"))))
        .containsExactly("a2", "b2", "b3");
  }
}
