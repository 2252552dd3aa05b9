package io.dbprovision.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CallLaneTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(50);

  @Test
  void callsRunOnDaemonThreadsOfThePlatform() throws Exception {
    try (CallLane lane = new CallLane("lane", 1)) {
      Thread thread = lane.call(LONG, Thread::currentThread);
      assertThat(thread.isDaemon()).isTrue();
      assertThat(thread.isVirtual()).isFalse();
      assertThat(thread.getName()).startsWith("plugin-lane-");
    }
  }

  @Test
  void itTellsHowManyCallsRunAndHowManyWaitForThem() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    try (CallLane lane = new CallLane("lane", 1);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(lane.running()).isZero();
      Future<Boolean> first =
          callers.submit(
              () ->
                  lane.call(
                      LONG,
                      () -> {
                        begun.countDown();
                        return end.await(20, TimeUnit.SECONDS);
                      }));
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
      Future<Boolean> second = callers.submit(() -> lane.call(LONG, () -> true));
      while (lane.waiting() == 0) {
        Thread.onSpinWait();
      }
      assertThat(lane.running()).isEqualTo(1);

      end.countDown();
      assertThat(first.get()).isTrue();
      assertThat(second.get()).isTrue();
      assertThat(lane.waiting()).isZero();
    }
  }

  @Test
  void noMoreCallsRunAtOnceThanAllowed() throws Exception {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (CallLane lane = new CallLane("lane", 2);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> results = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        results.add(
            callers.submit(
                () ->
                    lane.call(
                        LONG,
                        () -> {
                          most.accumulateAndGet(running.incrementAndGet(), Math::max);
                          Thread.onSpinWait();
                          return running.decrementAndGet();
                        })));
      }
      for (Future<Integer> result : results) {
        assertThat(result.get()).isBetween(0, 1);
      }
    }
    assertThat(most.get()).isBetween(1, 2);
  }

  @Test
  void aCallThatWaitsForAThreadTooLongTimesOut() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    try (CallLane lane = new CallLane("lane", 1);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> first = callers.submit(() -> lane.call(LONG, () -> hold(inside, release)));
      inside.await();
      EngineException failure = timeout(lane, new CountDownLatch(0));
      assertThat(failure.getMessage()).contains("all threads were busy");
      release.countDown();
      assertThat(first.get()).isTrue();
    }
  }

  @Test
  void aCallThatMindsInterruptsIsInterruptedAndItsThreadComesBack() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    try (CallLane lane = new CallLane("lane", 1)) {
      EngineException failure =
          catchThrowableOfType(
              EngineException.class,
              () ->
                  lane.call(
                      SHORT,
                      () -> {
                        try {
                          return new CountDownLatch(1).await(1, TimeUnit.HOURS);
                        } catch (InterruptedException e) {
                          interrupted.countDown();
                          throw e;
                        }
                      }));
      assertThat(failure.kind()).isEqualTo(ErrorKind.TIMEOUT);
      assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(callUntilAccepted(lane)).isEqualTo("works");
    }
  }

  @Test
  void whenTooManyCallsHangTheNextFailsAtOnceUntilOneReturns() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (CallLane lane = new CallLane("lane", 2)) {
      timeout(lane, release);
      assertThat(lane.call(LONG, () -> "replaced")).isEqualTo("replaced");
      timeout(lane, release);
      assertThat(lane.stuck()).isEqualTo(2);
      EngineException failure =
          catchThrowableOfType(EngineException.class, () -> lane.call(LONG, () -> "never"));
      assertThat(failure.kind()).isEqualTo(ErrorKind.TIMEOUT);
      assertThat(failure.getMessage()).contains("2 calls hang");
      release.countDown();
      assertThat(callUntilAccepted(lane)).isEqualTo("works");
    }
  }

  @Test
  void whatTheCallThrowsComesOutAsTheCause() {
    try (CallLane lane = new CallLane("lane", 1)) {
      ExecutionException failure =
          catchThrowableOfType(
              ExecutionException.class,
              () ->
                  lane.call(
                      LONG,
                      () -> {
                        throw new IllegalStateException("x");
                      }));
      assertThat(failure).hasCauseInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void anInterruptedCallerStopsWaitingAndStaysInterrupted() {
    try (CallLane lane = new CallLane("lane", 1)) {
      Thread.currentThread().interrupt();
      EngineException failure =
          catchThrowableOfType(EngineException.class, () -> lane.call(LONG, () -> "x"));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(failure.kind()).isEqualTo(ErrorKind.TIMEOUT);
    }
  }

  @Test
  void aClosedLaneTakesNoCalls() {
    CallLane lane = new CallLane("lane", 1);
    lane.close();
    EngineException failure =
        catchThrowableOfType(EngineException.class, () -> lane.call(LONG, () -> "x"));
    assertThat(failure.kind()).isEqualTo(ErrorKind.UNREACHABLE);
  }

  private static EngineException timeout(CallLane lane, CountDownLatch release) {
    EngineException failure =
        catchThrowableOfType(
            EngineException.class, () -> lane.call(SHORT, () -> ignoringInterrupts(release)));
    assertThat(failure.kind()).isEqualTo(ErrorKind.TIMEOUT);
    return failure;
  }

  /** The stuck thread counts itself out a moment after its call returned. */
  private static String callUntilAccepted(CallLane lane) throws ExecutionException {
    while (true) {
      try {
        return lane.call(LONG, () -> "works");
      } catch (EngineException e) {
        Thread.onSpinWait();
      }
    }
  }

  private static boolean hold(CountDownLatch inside, CountDownLatch release)
      throws InterruptedException {
    inside.countDown();
    release.await();
    return true;
  }

  private static boolean ignoringInterrupts(CountDownLatch release) {
    boolean waiting = true;
    while (waiting) {
      try {
        release.await();
        waiting = false;
      } catch (InterruptedException e) {
        waiting = true;
      }
    }
    return true;
  }
}
