package io.dbprovision.core.backup.kind;

import io.dbprovision.core.runtime.Outcome;
import io.dbprovision.core.status.Failure;
import java.time.Duration;
import java.util.Optional;

/** When to look again after a failure. */
final class Retries {
  /** An errand takes a few seconds. */
  static final Duration ASKING = Duration.ofSeconds(3);

  private static final Duration LOOK = Duration.ofMinutes(1);

  private Retries() {}

  /**
   * @param left until somebody has to look at the latest; empty when nobody has to
   */
  static Outcome within(Failure failure, Optional<Duration> left) {
    if (left.isEmpty()) {
      return of(failure);
    }
    Duration delay = failure.retry() instanceof Failure.Retry.After after ? after.delay() : LOOK;
    return Outcome.after(delay.compareTo(left.get()) < 0 ? delay : left.get());
  }

  static Outcome of(Failure failure) {
    return switch (failure.retry()) {
      case Failure.Retry.WhenChanged changed -> Outcome.done();
      case Failure.Retry.After after -> Outcome.after(after.delay());
      case Failure.Retry.Backoff backoff -> Outcome.retry(failure.reason(), failure.message());
    };
  }
}
