package io.dbprovision.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ControllerTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private record Seen(String controller, OutcomeKind outcome) {}

  private final VirtualClock clock = new VirtualClock();
  private final BlockingWorkQueue<String> queue = new BlockingWorkQueue<>(clock);
  private final BlockingQueue<String> reconciled = new LinkedBlockingQueue<>();
  private final BlockingQueue<Seen> observed = new LinkedBlockingQueue<>();
  private @Nullable Controller<String> running;

  @AfterEach
  void stopTheController() throws Exception {
    if (running != null) {
      running.stop(SECOND);
    }
  }

  @Test
  void aKeyIsReconciledAndItsOutcomeObserved() throws Exception {
    Controller<String> controller = started(1, key -> Outcome.done("made " + key));
    controller.enqueue("a");

    assertThat(reconciled.take()).isEqualTo("a");
    assertThat(observed.take()).isEqualTo(new Seen("databases", OutcomeKind.DONE));
  }

  @Test
  void keysAddedBeforeTheStartAreNotLost() throws Exception {
    queue.add("early");
    Controller<String> ignored = started(1, key -> Outcome.done());

    assertThat(reconciled.take()).isEqualTo("early");
    assertThat(ignored.name()).isEqualTo("databases");
  }

  @Test
  void aRequeueComesBackWhenItsDelayIsOver() throws Exception {
    Controller<String> controller = started(1, key -> Outcome.after(Duration.ofHours(8)));
    controller.enqueue("a");
    assertThat(reconciled.take()).isEqualTo("a");
    assertThat(observed.take().outcome()).isEqualTo(OutcomeKind.REQUEUED);

    clock.advance(Duration.ofHours(8).minusSeconds(1));
    assertThat(queue.depth()).isZero();
    clock.advance(SECOND);
    assertThat(reconciled.take()).isEqualTo("a");
  }

  @Test
  void aRetryWaitsLongerEachTimeAndTheRowEndsWithASuccess() throws Exception {
    BlockingQueue<Outcome> script = new LinkedBlockingQueue<>();
    Controller<String> controller = started(1, key -> script.take());
    controller.enqueue("a");
    for (int failures = 1; failures <= 3; failures++) {
      script.add(Outcome.retry("Unreachable", "no connection"));
      assertThat(observed.take().outcome()).isEqualTo(OutcomeKind.RETRIED);
      Duration wait = Duration.ofMillis(100L << (failures - 1));
      clock.advance(wait.minusMillis(1));
      assertThat(queue.depth()).as("before failure %s is over", failures).isZero();
      clock.advance(Duration.ofMillis(1));
    }
    script.add(Outcome.done());
    assertThat(observed.take().outcome()).isEqualTo(OutcomeKind.DONE);

    assertThat(queue.failed("a")).as("counting begins again").isEqualTo(1);
  }

  @Test
  void aRetryMayNameItsOwnCap() throws Exception {
    Controller<String> controller =
        started(1, key -> Outcome.retry("Timeout", "no answer", Duration.ofMillis(10)));
    controller.enqueue("a");
    assertThat(reconciled.take()).isEqualTo("a");
    assertThat(observed.take().outcome()).isEqualTo(OutcomeKind.RETRIED);
    clock.advance(Duration.ofMillis(10));

    assertThat(reconciled.take()).isEqualTo("a");
  }

  @Test
  void aReconcilerThatThrowsCostsItsKeyARetryAndNotTheWorker() throws Exception {
    Controller<String> controller =
        started(
            1,
            key -> {
              if (key.equals("broken")) {
                throw new LinkageError("a defect");
              }
              return Outcome.done();
            });
    controller.enqueue("broken");
    controller.enqueue("fine");

    assertThat(reconciled.take()).isEqualTo("broken");
    assertThat(observed.take().outcome()).isEqualTo(OutcomeKind.CRASHED);
    assertThat(reconciled.take()).isEqualTo("fine");
    assertThat(observed.take().outcome()).isEqualTo(OutcomeKind.DONE);
    clock.advance(Duration.ofMillis(100));
    assertThat(reconciled.take()).isEqualTo("broken");
  }

  @Test
  void anInterruptOutOfNowhereDoesNotEndTheWorker() throws Exception {
    Controller<String> controller =
        started(
            1,
            key -> {
              if (key.equals("interrupted")) {
                throw new InterruptedException("a library's");
              }
              return Outcome.done();
            });
    controller.enqueue("interrupted");
    controller.enqueue("fine");

    assertThat(reconciled.take()).isEqualTo("interrupted");
    assertThat(reconciled.take()).isEqualTo("fine");
  }

  @Test
  void asManyKeysAreWorkedOnAtOnceAsThereAreWorkers() throws Exception {
    CountDownLatch together = new CountDownLatch(3);
    Controller<String> controller =
        started(
            3,
            key -> {
              together.countDown();
              together.await();
              return Outcome.done();
            });
    controller.enqueue("a");
    controller.enqueue("b");
    controller.enqueue("c");

    assertThat(together.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void stopLetsRunningWorkFinishAndTakesNoMore() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch mayFinish = new CountDownLatch(1);
    Controller<String> controller =
        started(
            1,
            key -> {
              inside.countDown();
              mayFinish.await();
              return Outcome.done();
            });
    controller.enqueue("running");
    inside.await();
    controller.enqueue("next");
    Thread stopping = Thread.startVirtualThread(() -> stopQuietly(controller));
    while (!queue.isClosed()) {
      Thread.onSpinWait();
    }
    mayFinish.countDown();
    stopping.join();

    assertThat(observed).containsExactly(new Seen("databases", OutcomeKind.DONE));
    assertThat(reconciled).containsExactly("running");
  }

  @Test
  void workThatOutlastsTheGraceIsInterrupted() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    Controller<String> controller =
        started(
            1,
            key -> {
              inside.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
              }
              return Outcome.done();
            });
    controller.enqueue("stuck");
    inside.await();
    controller.stop(Duration.ZERO);

    assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aControllerWithoutWorkersIsRefused() {
    assertThatThrownBy(() -> controller(0, key -> Outcome.done()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("databases");
  }

  private Controller<String> started(int workers, Reconciler<String> reconciler) {
    clock.onMove(queue::clockMoved);
    Controller<String> controller = controller(workers, reconciler);
    controller.start();
    running = controller;
    return controller;
  }

  private Controller<String> controller(int workers, Reconciler<String> reconciler) {
    return new Controller<>(
        "databases",
        workers,
        key -> {
          reconciled.add(key);
          return reconciler.reconcile(key);
        },
        new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30), () -> 0L),
        (controller, outcome, took) -> observed.add(new Seen(controller, outcome)),
        clock,
        queue);
  }

  private static void stopQuietly(Controller<String> controller) {
    try {
      controller.stop(Duration.ofSeconds(20));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
