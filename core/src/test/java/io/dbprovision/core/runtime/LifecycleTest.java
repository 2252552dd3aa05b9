package io.dbprovision.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LifecycleTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final List<String> journal = new CopyOnWriteArrayList<>();

  @Test
  void servicesStartInOrderAndStopInReverse() throws Exception {
    Lifecycle lifecycle = new Lifecycle(List.of(step("a"), step("b"), step("c")));
    lifecycle.start();
    lifecycle.stop();

    assertThat(journal).containsExactly("+a", "+b", "+c", "-c", "-b", "-a");
  }

  @Test
  void aFailedStartStopsWhatWasStartedAndNamesTheService() {
    Lifecycle lifecycle = new Lifecycle(List.of(step("a"), failing("b", true), step("c")));

    assertThatThrownBy(lifecycle::start)
        .isInstanceOf(StartException.class)
        .hasMessage("b did not start: port taken");
    assertThat(journal).containsExactly("+a", "-b", "-a");
  }

  @Test
  void aStartThatTakesTooLongIsAFailedStart() {
    Lifecycle lifecycle =
        new Lifecycle(
            List.of(
                step("a"),
                new Lifecycle.Step("stuck", new StuckService(), Duration.ofMillis(1), LONG)));

    assertThatThrownBy(lifecycle::start)
        .isInstanceOf(StartException.class)
        .hasMessageContaining("stuck")
        .hasMessageContaining("not up within");
    assertThat(journal).containsExactly("+a", "-a");
  }

  @Test
  void aStopThatFailsDoesNotKeepTheOthersFromStopping() throws Exception {
    Lifecycle lifecycle = new Lifecycle(List.of(step("a"), failing("b", false), step("c")));
    lifecycle.start();
    lifecycle.stop();

    assertThat(journal).containsExactly("+a", "+b", "+c", "-c", "-b", "-a");
  }

  @Test
  void aSecondStopDoesNothing() throws Exception {
    Lifecycle lifecycle = new Lifecycle(List.of(step("a")));
    lifecycle.start();
    lifecycle.stop();
    lifecycle.stop();

    assertThat(journal).containsExactly("+a", "-a");
  }

  private Lifecycle.Step step(String name) {
    return new Lifecycle.Step(name, new Recording(name, false, false), LONG, LONG);
  }

  private Lifecycle.Step failing(String name, boolean atStart) {
    return new Lifecycle.Step(name, new Recording(name, atStart, !atStart), LONG, LONG);
  }

  private final class Recording implements Service {
    private final String name;
    private final boolean failStart;
    private final boolean failStop;

    Recording(String name, boolean failStart, boolean failStop) {
      this.name = name;
      this.failStart = failStart;
      this.failStop = failStop;
    }

    @Override
    public void start() throws Exception {
      if (failStart) {
        throw new java.io.IOException("port taken");
      }
      journal.add("+" + name);
    }

    @Override
    public void stop(Duration grace) throws Exception {
      journal.add("-" + name);
      if (failStop) {
        throw new java.io.IOException("gone already");
      }
    }
  }

  private static final class StuckService implements Service {
    @Override
    public void start() throws InterruptedException {
      new CountDownLatch(1).await();
    }

    @Override
    public void stop(Duration grace) {}
  }
}
