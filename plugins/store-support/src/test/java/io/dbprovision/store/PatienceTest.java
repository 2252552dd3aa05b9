package io.dbprovision.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.StoreContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PatienceTest {
  private static final StoreContext CONTEXT = new Fixed();

  @ParameterizedTest
  @EnumSource(
      value = ErrorKind.class,
      names = {"UNREACHABLE", "TIMEOUT", "EXHAUSTED", "INTERNAL"})
  void whatPassesIsTriedAgain(ErrorKind kind) {
    AtomicInteger tries = new AtomicInteger();
    String result =
        Patience.repeat(
            CONTEXT,
            () -> {
              if (tries.incrementAndGet() == 1) {
                throw EngineException.of(kind, "passing");
              }
              return "done";
            });
    assertThat(result).isEqualTo("done");
  }

  @ParameterizedTest
  @EnumSource(
      value = ErrorKind.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"UNREACHABLE", "TIMEOUT", "EXHAUSTED", "INTERNAL"})
  void whatNeverWorksIsTriedOnce(ErrorKind kind) {
    assertThat(triesOf(kind)).isEqualTo(1);
  }

  @Test
  void anAttemptThatHangsLeavesRoomForOneMoreOnly() {
    assertThat(triesOf(ErrorKind.TIMEOUT)).isEqualTo(2);
    assertThat(triesOf(ErrorKind.EXHAUSTED)).isBetween(2, 6);
  }

  private static int triesOf(ErrorKind kind) {
    AtomicInteger tries = new AtomicInteger();
    assertThatThrownBy(
            () ->
                Patience.repeat(
                    CONTEXT,
                    () -> {
                      tries.incrementAndGet();
                      throw EngineException.of(kind, "never");
                    }))
        .isInstanceOfSatisfying(EngineException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    return tries.get();
  }

  private static final class Fixed implements StoreContext {
    @Override
    public InstantSource clock() {
      return InstantSource.fixed(Instant.EPOCH);
    }

    @Override
    public RandomGenerator random() {
      return RandomGenerator.of("L64X128MixRandom");
    }

    @Override
    public Duration connectTimeout() {
      return Duration.ofMillis(100);
    }

    @Override
    public Duration requestTimeout() {
      return Duration.ofSeconds(1);
    }

    @Override
    public int uploadBuffer() {
      return 6 * 1024 * 1024;
    }
  }
}
