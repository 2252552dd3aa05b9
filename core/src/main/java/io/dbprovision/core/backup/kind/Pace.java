package io.dbprovision.core.backup.kind;

import io.dbprovision.core.api.CustomResource;
import java.time.Duration;
import java.time.Instant;

/** How often progress is written: each write costs the API server, and people read slowly. */
final class Pace {
  private static final Duration BETWEEN = Duration.ofSeconds(5);

  private Pace() {}

  /**
   * @param shown the phase that the status shows
   * @param phase that is shown at once when it is another one
   */
  static boolean due(CustomResource resource, String shown, String phase, Instant now) {
    return !phase.equals(shown)
        || Times.at(resource, "lastReconcileTime")
            .filter(last -> Duration.between(last, now).compareTo(BETWEEN) < 0)
            .isEmpty();
  }
}
