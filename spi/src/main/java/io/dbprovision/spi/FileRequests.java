package io.dbprovision.spi;

import java.io.IOException;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Calls to the server of {@link ManagedFiles}: what goes wrong, and what is tried again. */
final class FileRequests {
  static final int TRIES = 3;

  private final Function<IOException, EngineException> failures;
  private final RandomGenerator random;

  FileRequests(Function<IOException, EngineException> failures, RandomGenerator random) {
    this.failures = failures;
    this.random = random;
  }

  /** One call. */
  @FunctionalInterface
  interface Request<T> {
    T send() throws IOException;
  }

  <T> T once(Request<T> request) {
    try {
      return request.send();
    } catch (IOException e) {
      throw failures.apply(e);
    }
  }

  /** Of what is safe to do twice. */
  <T> T repeated(Request<T> request) {
    for (int left = TRIES; ; left--) {
      try {
        return once(request);
      } catch (EngineException e) {
        pauseAfter(e, left);
      }
    }
  }

  /**
   * @param left tries, the one that failed among them
   * @throws EngineException the given one, when there should be no other try
   */
  void pauseAfter(EngineException failure, int left) {
    boolean passing =
        failure.kind() == ErrorKind.UNREACHABLE
            || failure.kind() == ErrorKind.EXHAUSTED
            || failure.kind() == ErrorKind.INTERNAL;
    if (!passing || left <= 1) {
      throw failure;
    }
    try {
      Thread.sleep(100 + random.nextLong(200));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure;
    }
  }
}
