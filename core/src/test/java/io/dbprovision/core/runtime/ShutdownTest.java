package io.dbprovision.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ShutdownTest {
  private final Shutdown shutdown = new Shutdown();

  @Test
  void theFirstReasonIsKept() throws Exception {
    shutdown.request("lease lost");
    shutdown.request("signal");

    assertThat(shutdown.await()).isEqualTo("lease lost");
  }

  @Test
  void theSignalHookHoldsTheProcessUntilAllIsStopped() throws Exception {
    Thread hook = shutdown.hook(Duration.ofSeconds(20));
    hook.start();
    assertThat(shutdown.await()).isEqualTo("signal");
    assertThat(hook.isAlive()).isTrue();
    shutdown.finished();
    hook.join();

    assertThat(hook.isAlive()).isFalse();
  }

  @Test
  void theSignalHookGivesUpAfterItsLimit() throws Exception {
    Thread hook = shutdown.hook(Duration.ofMillis(1));
    hook.start();
    hook.join();

    assertThat(shutdown.reason()).contains("signal");
  }
}
