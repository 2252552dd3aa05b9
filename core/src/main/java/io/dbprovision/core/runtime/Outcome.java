package io.dbprovision.core.runtime;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one look at one key ended. {@link #did} is the sentence for the log about what was changed,
 * empty when everything was found in order; it holds no secret.
 */
public sealed interface Outcome {

  /** What was done, for people; empty when nothing was. */
  String did();

  /** Nothing more to do until the key is woken. */
  record Done(String did) implements Outcome {}

  /** All well so far; look again after a delay at the latest. */
  record RequeueAfter(Duration delay, String did) implements Outcome {}

  /**
   * It failed and may work later: again with backoff.
   *
   * @param reason one word for logs and metrics, such as {@code Unreachable}
   * @param message what went wrong, for people
   * @param ownCap the longest wait between two tries; null for the controller's own
   */
  record Retry(String reason, String message, @Nullable Duration ownCap) implements Outcome {
    @Override
    public String did() {
      return "";
    }

    /** The longest wait between two tries of this failure; empty for the controller's own. */
    public Optional<Duration> cap() {
      return Optional.ofNullable(ownCap);
    }
  }

  /** Found in order. */
  static Outcome done() {
    return new Done("");
  }

  /** Brought in order. */
  static Outcome done(String did) {
    return new Done(did);
  }

  /** Found in order; look again after a delay. */
  static Outcome after(Duration delay) {
    return new RequeueAfter(delay, "");
  }

  /** Something was changed; look again after a delay. */
  static Outcome after(Duration delay, String did) {
    return new RequeueAfter(delay, did);
  }

  /** Failed; again with the controller's backoff. */
  static Outcome retry(String reason, String message) {
    return new Retry(reason, message, null);
  }

  /** Failed; again with backoff up to this wait. */
  static Outcome retry(String reason, String message, Duration cap) {
    return new Retry(reason, message, cap);
  }
}
