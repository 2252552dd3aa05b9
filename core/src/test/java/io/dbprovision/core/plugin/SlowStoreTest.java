package io.dbprovision.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A server that never is silent for long enough to be given up, and never comes to an end. */
class SlowStoreTest {
  private final CountDownLatch closed = new CountDownLatch(1);

  @Test
  void whoReadsASmallObjectWaitsNoLongerThanItsDeadlineAndNotForTheCloseEither() throws Exception {
    try (CallLane lane = new CallLane("slow", 4)) {
      StoreInput in = new StoreInput(new Trickle(), guard(), lane);
      assertThatThrownBy(() -> in.readNBytes(1024))
          .isInstanceOfSatisfying(
              EngineException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.TIMEOUT));
      in.close();
    }
    assertThat(closed.await(10, TimeUnit.SECONDS)).as("the thread is not left behind").isTrue();
  }

  private static PluginGuard guard() {
    return new PluginGuard(
        new PluginInfo(Path.of("slow.jar"), "slow", "1.0.0", "", null, List.of()),
        SlowStoreTest.class.getClassLoader(),
        PluginObserver.none(),
        new Deadlines(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofSeconds(1)));
  }

  /** Waits for a byte that never comes; interrupted it ends, as a socket's client does. */
  private final class Trickle extends InputStream {
    private final CountDownLatch never = new CountDownLatch(1);

    @Override
    public int read() {
      try {
        never.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      return read();
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }
}
