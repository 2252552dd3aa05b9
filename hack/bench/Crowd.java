import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Many of the same, by some threads at once. */
final class Crowd {
  private Crowd() {}

  /** One piece of work, by its number. */
  interface Work {
    void run(int number) throws Exception;
  }

  /** Returns the seconds it took. */
  static double run(int count, int threads, Work work) throws Exception {
    AtomicInteger next = new AtomicInteger();
    AtomicReference<Exception> failure = new AtomicReference<>();
    CountDownLatch ended = new CountDownLatch(threads);
    long started = System.nanoTime();
    for (int thread = 0; thread < threads; thread++) {
      Thread.ofPlatform()
          .start(
              () -> {
                try {
                  for (int number = next.getAndIncrement();
                      number < count && failure.get() == null;
                      number = next.getAndIncrement()) {
                    work.run(number);
                  }
                } catch (Exception e) {
                  failure.compareAndSet(null, e);
                } finally {
                  ended.countDown();
                }
              });
    }
    ended.await();
    if (failure.get() != null) {
      throw failure.get();
    }
    return (System.nanoTime() - started) / 1e9;
  }
}
