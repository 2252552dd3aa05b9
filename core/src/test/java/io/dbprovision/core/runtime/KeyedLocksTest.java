package io.dbprovision.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class KeyedLocksTest {
  private final KeyedLocks<String> locks = new KeyedLocks<>();

  @Test
  void workOnOneKeyIsSerialAndNoKeyIsLeftBehind() throws Exception {
    int[] unguarded = new int[5];
    List<Future<?>> work = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int thread = 0; thread < 8; thread++) {
        work.add(threads.submit(() -> countUp(unguarded)));
      }
      for (Future<?> each : work) {
        each.get();
      }
    }

    assertThat(unguarded).containsOnly(8 * 400);
    assertThat(locks.size()).isZero();
  }

  private Boolean countUp(int[] counters) throws InterruptedException {
    for (int i = 0; i < 2_000; i++) {
      int key = i % counters.length;
      try (var _ = locks.hold("key" + key)) {
        counters[key]++;
      }
    }
    return true;
  }

  @Test
  void differentKeysDoNotWaitForEachOther() throws Exception {
    try (var _ = locks.hold("a")) {
      Thread other =
          Thread.startVirtualThread(
              () -> {
                try (var _ = locks.hold("b")) {
                  assertThat(locks.size()).isEqualTo(2);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      other.join();
    }
    assertThat(locks.size()).isZero();
  }

  @Test
  void whoCameFirstIsServedFirst() throws Exception {
    List<Integer> served = new CopyOnWriteArrayList<>();
    List<Thread> waiters = new ArrayList<>();
    try (var _ = locks.hold("a")) {
      for (int i = 0; i < 5; i++) {
        int number = i;
        Thread waiter =
            Thread.startVirtualThread(
                () -> {
                  try (var _ = locks.hold("a")) {
                    served.add(number);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
        waiters.add(waiter);
        // The next one may come only when this one stands in the line.
        while (waiter.getState() != Thread.State.WAITING) {
          Thread.onSpinWait();
        }
      }
    }
    for (Thread waiter : waiters) {
      waiter.join();
    }

    assertThat(served).containsExactly(0, 1, 2, 3, 4);
    assertThat(locks.size()).isZero();
  }

  @Test
  void whoIsInterruptedWhileWaitingLeavesNothingBehind() throws Exception {
    try (var _ = locks.hold("a")) {
      Thread waiter =
          Thread.startVirtualThread(
              () -> {
                try (var _ = locks.hold("a")) {
                  throw new AssertionError("held by two");
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      while (locks.users("a") < 2) {
        Thread.onSpinWait();
      }
      waiter.interrupt();
      waiter.join();
      assertThat(locks.users("a")).isEqualTo(1);
    }
    assertThat(locks.size()).isZero();
  }
}
