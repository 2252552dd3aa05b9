package io.dbprovision.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BatcherTest {
  private final List<List<Integer>> batches = new CopyOnWriteArrayList<>();

  @Test
  void aLoneCallerDoesNotWaitForOthers() throws Exception {
    Batcher<Integer, Integer> batcher = new Batcher<>(100, this::doubled);

    assertThat(batcher.call(21)).isEqualTo(42);
    assertThat(batches).containsExactly(List.of(21));
  }

  @Test
  void thoseWhoComeDuringABatchMakeUpTheNextOnes() throws Exception {
    Semaphore gate = new Semaphore(0);
    CountDownLatch firstInside = new CountDownLatch(1);
    Batcher<Integer, Integer> batcher =
        new Batcher<>(
            4,
            items -> {
              firstInside.countDown();
              gate.acquire();
              return doubled(items);
            });
    List<Future<Integer>> answers = new ArrayList<>();
    List<Thread> callers = new ArrayList<>();
    try (ExecutorService threads =
        Executors.newThreadPerTaskExecutor(
            task -> {
              Thread thread = Thread.ofVirtual().unstarted(task);
              callers.add(thread);
              return thread;
            })) {
      answers.add(threads.submit(() -> batcher.call(0)));
      firstInside.await();
      for (int i = 1; i <= 6; i++) {
        int item = i;
        answers.add(threads.submit(() -> batcher.call(item)));
        awaitWaiting(callers.getLast());
      }
      gate.release(10);
      for (int i = 0; i <= 6; i++) {
        assertThat(answers.get(i).get()).isEqualTo(2 * i);
      }
    }
    assertThat(batches).containsExactly(List.of(0), List.of(1, 2, 3, 4), List.of(5, 6));
  }

  @Test
  void whatABatchThrowsItsCallersGet() {
    Batcher<Integer, Integer> batcher =
        new Batcher<>(
            4,
            items -> {
              throw new IllegalArgumentException("no such server");
            });

    assertThatThrownBy(() -> batcher.call(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no such server");
  }

  @Test
  void aBatchThatAnswersTooFewIsADefect() {
    Batcher<Integer, Integer> batcher = new Batcher<>(4, items -> List.of());

    assertThatThrownBy(() -> batcher.call(1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anInterruptEndsItsOwnCallerOnly() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    Batcher<Integer, Integer> batcher =
        new Batcher<>(
            4,
            items -> {
              if (items.contains(1)) {
                inside.countDown();
                new CountDownLatch(1).await();
              }
              return doubled(items);
            });
    BlockingQueue<String> ends = new LinkedBlockingQueue<>();
    Thread interrupted = Thread.startVirtualThread(() -> ends.add(end(batcher, 1)));
    inside.await();
    Thread other = Thread.startVirtualThread(() -> ends.add(end(batcher, 2)));
    awaitWaiting(other);
    interrupted.interrupt();

    assertThat(ends.take() + ends.take()).contains("interrupted").contains("4");
  }

  @Test
  void whoSharesABatchWithAnInterruptedCallerIsAnsweredAllTheSame() throws Exception {
    CountDownLatch firstInside = new CountDownLatch(1);
    CountDownLatch secondInside = new CountDownLatch(1);
    CountDownLatch firstMayEnd = new CountDownLatch(1);
    Batcher<Integer, Integer> batcher =
        new Batcher<>(
            4,
            items -> {
              if (items.contains(0)) {
                firstInside.countDown();
                firstMayEnd.await();
              } else if (items.contains(1)) {
                secondInside.countDown();
                new CountDownLatch(1).await();
              }
              return doubled(items);
            });
    BlockingQueue<String> ends = new LinkedBlockingQueue<>();
    Thread.startVirtualThread(() -> ends.add(end(batcher, 0)));
    firstInside.await();
    Thread leader = Thread.startVirtualThread(() -> ends.add(end(batcher, 1)));
    awaitWaiting(leader);
    awaitWaiting(Thread.startVirtualThread(() -> ends.add(end(batcher, 2))));
    firstMayEnd.countDown();
    assertThat(ends.take()).isEqualTo("0");
    secondInside.await();
    leader.interrupt();

    assertThat(List.of(ends.take(), ends.take())).containsExactlyInAnyOrder("interrupted", "4");
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  private static String end(Batcher<Integer, Integer> batcher, int item) {
    try {
      return String.valueOf(batcher.call(item));
    } catch (InterruptedException e) {
      return "interrupted";
    }
  }

  private List<Integer> doubled(List<Integer> items) {
    batches.add(List.copyOf(items));
    return items.stream().map(item -> 2 * item).toList();
  }
}
