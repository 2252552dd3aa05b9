package io.dbprovision.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Duration INITIAL = Duration.ofMillis(100);
  private static final Duration CAP = Duration.ofSeconds(30);
  private static final RandomGenerator NO_JITTER = fixed(0);

  @Test
  void theWaitDoublesWithEachFailureUpToTheCap() {
    Backoff backoff = new Backoff(INITIAL, CAP, NO_JITTER);

    assertThat(backoff.after(1)).isEqualTo(Duration.ofMillis(100));
    assertThat(backoff.after(2)).isEqualTo(Duration.ofMillis(200));
    assertThat(backoff.after(5)).isEqualTo(Duration.ofMillis(1600));
    assertThat(backoff.after(10)).isEqualTo(CAP);
  }

  @Test
  void aThousandFailuresDoNotOverflow() {
    Backoff backoff = new Backoff(INITIAL, CAP, NO_JITTER);

    assertThat(backoff.after(1_000)).isEqualTo(CAP);
    assertThat(backoff.after(Integer.MAX_VALUE)).isEqualTo(CAP);
    assertThat(backoff.after(0)).isEqualTo(INITIAL);
  }

  @Test
  void jitterOnlyShortensSoThatTheCapIsAnUpperBound() {
    Backoff backoff = new Backoff(INITIAL, CAP, new Random(42));

    for (int failures = 1; failures < 2_000; failures++) {
      assertThat(backoff.after(20)).isBetween(Duration.ofSeconds(21), CAP);
    }
  }

  @Test
  void jitterSpreadsWhatFailedTogether() {
    Backoff backoff = new Backoff(INITIAL, CAP, new Random(42));

    assertThat(backoff.after(20)).isNotEqualTo(backoff.after(20));
  }

  @Test
  void aFailureMayHaveACapOfItsOwn() {
    Backoff backoff = new Backoff(INITIAL, CAP, NO_JITTER);

    assertThat(backoff.after(20, Duration.ofSeconds(60))).isEqualTo(Duration.ofSeconds(60));
    assertThat(backoff.after(20, Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aBackoffThatNeverWaitsIsRefused() {
    assertThatThrownBy(() -> new Backoff(Duration.ZERO, CAP, NO_JITTER))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Backoff(CAP, INITIAL, NO_JITTER))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static RandomGenerator fixed(long bits) {
    return () -> bits;
  }
}
