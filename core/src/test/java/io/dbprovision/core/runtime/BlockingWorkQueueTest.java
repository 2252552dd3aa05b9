package io.dbprovision.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BlockingWorkQueueTest {
  private final VirtualClock clock = new VirtualClock();
  private final BlockingWorkQueue<String> queue = new BlockingWorkQueue<>(clock);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @BeforeEach
  void tellTheQueueWhenTimeMoves() {
    clock.onMove(queue::clockMoved);
  }

  @AfterEach
  void endAllWorkers() {
    queue.close();
    threads.close();
  }

  @Test
  void aWaitingWorkerGetsTheKeyThatIsAdded() throws Exception {
    Future<Optional<String>> taken = threads.submit(queue::take);
    queue.add("a");

    assertThat(taken.get()).contains("a");
  }

  @Test
  void aWaitingWorkerGetsADelayedKeyWhenItsTimeComes() throws Exception {
    queue.addAfter("a", Duration.ofHours(8));
    Future<Optional<String>> taken = threads.submit(queue::take);
    clock.advance(Duration.ofHours(8));

    assertThat(taken.get()).contains("a");
  }

  @Test
  void aDelayPassesByItselfOnARealClock() throws Exception {
    BlockingWorkQueue<String> real =
        new BlockingWorkQueue<>(new MonotonicClock(InstantSource.system()));
    real.addAfter("a", Duration.ofMillis(5));

    assertThat(real.take()).contains("a");
  }

  @Test
  void closingWakesWorkersAndHandsOutNothingMore() throws Exception {
    Future<Optional<String>> waiting = threads.submit(queue::take);
    queue.close();
    queue.add("a");

    assertThat(waiting.get()).isEmpty();
    assertThat(queue.take()).isEmpty();
    assertThat(queue.isClosed()).isTrue();
  }

  @Test
  void noKeyIsLostNorWorkedOnByTwoWhenManyThreadsShareTheQueue() throws Exception {
    BlockingWorkQueue<Integer> shared = new BlockingWorkQueue<>(InstantSource.system());
    int keys = 50;
    int addsPerKey = 40;
    AtomicInteger[] wanted = counters(keys);
    AtomicInteger[] seen = counters(keys);
    Set<Integer> inWork = ConcurrentHashMap.newKeySet();
    AtomicInteger collisions = new AtomicInteger();
    CountDownLatch upToDate = new CountDownLatch(keys);
    Callable<Boolean> worker =
        () -> {
          for (Optional<Integer> key = shared.take(); key.isPresent(); key = shared.take()) {
            int taken = key.get();
            if (!inWork.add(taken)) {
              collisions.incrementAndGet();
            }
            int version = wanted[taken].get();
            if (seen[taken].getAndSet(version) < addsPerKey && version == addsPerKey) {
              upToDate.countDown();
            }
            inWork.remove(taken);
            shared.done(taken);
          }
          return true;
        };
    List<Future<Boolean>> workers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      workers.add(threads.submit(worker));
    }
    for (int producer = 0; producer < 4; producer++) {
      int offset = producer;
      threads.execute(
          () -> {
            for (int add = 0; add < addsPerKey; add++) {
              for (int key = offset; key < keys; key += 4) {
                wanted[key].incrementAndGet();
                shared.add(key);
              }
            }
          });
    }

    upToDate.await();
    shared.close();
    for (Future<Boolean> each : workers) {
      assertThat(each.get()).isTrue();
    }
    assertThat(collisions).hasValue(0);
  }

  private static AtomicInteger[] counters(int count) {
    AtomicInteger[] counters = new AtomicInteger[count];
    for (int i = 0; i < count; i++) {
      counters[i] = new AtomicInteger();
    }
    return counters;
  }
}
