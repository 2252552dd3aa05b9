package io.dbprovision.core.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final Pace pace = new Pace(3, 10);

  @Test
  void aBurstGoesAtOnceAndTheRestFollowsEvenly() {
    assertThat(IntStream.range(0, 5).mapToObj(ignored -> pace.take(START)))
        .containsExactly(
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofMillis(100),
            Duration.ofMillis(200));
  }

  @Test
  void aRestEarnsABurstAgainButNoMoreThanOne() {
    IntStream.range(0, 5).forEach(ignored -> pace.take(START));

    Instant later = START.plusSeconds(3600);

    assertThat(IntStream.range(0, 4).mapToObj(ignored -> pace.take(later)))
        .containsExactly(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ofMillis(100));
  }
}
