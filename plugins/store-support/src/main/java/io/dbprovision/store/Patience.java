package io.dbprovision.store;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.StoreContext;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * How long one step is tried again: a few times, and no longer than the request timeout in all. It
 * counts what attempts and pauses cost instead of looking at a clock.
 */
public final class Patience {
  private static final int TRIES = 6;
  private static final long FIRST_PAUSE = 100;

  private final StoreContext context;
  private Duration left;
  private int failures;

  public Patience(StoreContext context) {
    this.context = context;
    this.left = context.requestTimeout();
  }

  /** How long one attempt may go without a byte from the other side: a second one has room. */
  public static Duration attempt(StoreContext context) {
    return context.requestTimeout().dividedBy(2);
  }

  /**
   * Waits before the next attempt.
   *
   * @throws EngineException the given one when there should be none
   */
  public void afterFailure(EngineException failure) {
    failures++;
    long longest = FIRST_PAUSE << failures;
    Duration pause = Duration.ofMillis(longest / 2 + context.random().nextLong(longest / 2));
    left = left.minus(cost(failure.kind())).minus(pause);
    if (!passing(failure.kind()) || failures >= TRIES || left.isNegative()) {
      throw failure;
    }
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure;
    }
  }

  /** One request that may be repeated without harm. */
  public static <T> T repeat(StoreContext context, Supplier<T> request) {
    Patience patience = new Patience(context);
    while (true) {
      try {
        return request.get();
      } catch (EngineException e) {
        patience.afterFailure(e);
      }
    }
  }

  private Duration cost(ErrorKind kind) {
    return switch (kind) {
      case TIMEOUT -> attempt(context);
      case UNREACHABLE -> context.connectTimeout().dividedBy(TRIES);
      default -> Duration.ZERO;
    };
  }

  private static boolean passing(ErrorKind kind) {
    return switch (kind) {
      case UNREACHABLE, TIMEOUT, EXHAUSTED, INTERNAL -> true;
      default -> false;
    };
  }
}
