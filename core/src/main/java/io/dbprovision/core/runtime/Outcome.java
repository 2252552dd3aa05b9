package io.dbprovision.core.runtime;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How one look at one key ended, and what the log tells of it. */
public sealed interface Outcome {

  /** What is told of it. */
  Report report();

  /** The same end with this to tell. */
  Outcome telling(Report report);

  /** Nothing more to do until the key is woken. */
  record Done(Report report) implements Outcome {
    @Override
    public Outcome telling(Report other) {
      return new Done(other);
    }
  }

  /** All well so far; look again after a delay at the latest. */
  record RequeueAfter(Duration delay, Report report) implements Outcome {
    @Override
    public Outcome telling(Report other) {
      return new RequeueAfter(delay, other);
    }
  }

  /**
   * It failed and may work later: again with backoff.
   *
   * @param report with what went wrong, and one word for it, such as {@code Unreachable}
   * @param ownCap the longest wait between two tries; null for the controller's own
   */
  record Retry(Report report, @Nullable Duration ownCap) implements Outcome {
    /** The longest wait between two tries of this failure; empty for the controller's own. */
    public Optional<Duration> cap() {
      return Optional.ofNullable(ownCap);
    }

    /** A repeated failure is no news for its status, but is told as the log sees fit. */
    @Override
    public Outcome telling(Report other) {
      return new Retry(new Report(report.did(), report.reason(), other.reconcileId()), ownCap);
    }
  }

  /** Found in order. */
  static Outcome done() {
    return new Done(Report.NOTHING);
  }

  /** Brought in order. */
  static Outcome done(String did) {
    return new Done(Report.of(did, ""));
  }

  /** Found in order; look again after a delay. */
  static Outcome after(Duration delay) {
    return new RequeueAfter(delay, Report.NOTHING);
  }

  /** Something was changed; look again after a delay. */
  static Outcome after(Duration delay, String did) {
    return new RequeueAfter(delay, Report.of(did, ""));
  }

  /** Failed; again with the controller's backoff. */
  static Outcome retry(String reason, String message) {
    return new Retry(Report.of(message, reason), null);
  }

  /** Failed; again with backoff up to this wait. */
  static Outcome retry(String reason, String message, Duration cap) {
    return new Retry(Report.of(message, reason), cap);
  }
}
