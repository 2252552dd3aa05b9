package io.dbprovision.distribution.operator;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** The same for several at the same time, as most of a test is waiting. */
final class AtOnce {
  private AtOnce() {}

  /** Ends when all have ended, and fails when one failed. */
  static <T> void each(List<T> all, Consumer<T> work) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture.allOf(
              all.stream()
                  .map(one -> CompletableFuture.runAsync(() -> work.accept(one), threads))
                  .toArray(CompletableFuture<?>[]::new))
          .join();
    }
  }
}
