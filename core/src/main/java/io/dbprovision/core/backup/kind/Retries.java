package io.dbprovision.core.backup.kind;

import io.dbprovision.core.runtime.Outcome;
import io.dbprovision.core.status.Failure;

/** When to look again after a failure. */
final class Retries {
  private Retries() {}

  static Outcome of(Failure failure) {
    return switch (failure.retry()) {
      case Failure.Retry.WhenChanged changed -> Outcome.done();
      case Failure.Retry.After after -> Outcome.after(after.delay());
      case Failure.Retry.Backoff backoff -> Outcome.retry(failure.reason(), failure.message());
    };
  }
}
