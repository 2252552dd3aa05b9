package io.dbprovision.core.rotation;

import java.time.Duration;
import java.time.Instant;

/** How soon after the last change of credentials the next one may be that somebody asks for. */
public final class RotationPause {
  private static final Duration LEAST_BETWEEN = Duration.ofMinutes(1);

  private RotationPause() {}

  /** Whether a change that is asked for has to wait, so soon after the last one. */
  public static boolean tooSoon(Instant changedAt, Instant now) {
    return changedAt.plus(LEAST_BETWEEN).isAfter(now) && !RotationPolicy.ahead(changedAt, now);
  }

  /** When it may be done: now, when it need not wait. */
  public static Instant until(Instant changedAt, Instant now) {
    return tooSoon(changedAt, now) ? changedAt.plus(LEAST_BETWEEN) : now;
  }
}
