package io.dbprovision.core.operator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A heap is collected after work, not during it, and not for little. */
class SpareMemoryTest {
  private static final long KEPT = 20L << 20;

  private long used = KEPT;
  private int collections;
  private final SpareMemory memory = new SpareMemory(() -> used, this::collect);

  private void collect() {
    collections++;
    used = KEPT;
  }

  @Test
  void whatTheStartLeftIsGivenBackOnceItIsOver() {
    used = 60L << 20;
    memory.look();
    assertThat(collections).as("it may still be at it").isZero();
    memory.look();
    assertThat(collections).isEqualTo(1);
  }

  @Test
  void nobodyIsStoppedWhileThereIsWork() {
    for (int look = 0; look < 10; look++) {
      used += SpareMemory.QUIET_BYTES;
      memory.look();
    }
    assertThat(collections).isZero();
    memory.look();
    assertThat(collections).isEqualTo(1);
  }

  @Test
  void whatIsIdleIsNotCollectedAgainAndAgain() {
    memory.look();
    memory.look();
    assertThat(collections).isEqualTo(1);
    for (int look = 0; look < 100; look++) {
      // the young generation fills and is emptied
      used = KEPT + (look % 7 << 20);
      memory.look();
    }
    assertThat(collections).isEqualTo(1);
  }
}
