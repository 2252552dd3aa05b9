package io.dbprovision.core.admission;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.kube.Resources;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Asks the API server itself what became of an object that was let through. Thread-safe. */
final class JustMade {
  /** How long it may be on its way from our answer to the store, other webhooks included. */
  static final Duration ON_ITS_WAY = Duration.ofSeconds(1);

  private static final Duration REST = Duration.ofMillis(250);

  private final Resources resources;
  private final InstantSource clock;
  private final Pause pause;

  JustMade(Resources resources, InstantSource clock, Pause pause) {
    this.resources = resources;
    this.clock = clock;
    this.pause = pause;
  }

  /** Until when one review may wait in all. */
  Instant patience() {
    return clock.instant().plus(ON_ITS_WAY);
  }

  /**
   * The object as it is stored; waits for one that may still be on its way.
   *
   * @param claim by the same clock
   * @param latest what {@link #patience} said when the review came
   * @throws KubeException when the API server cannot be asked
   */
  Optional<CustomResource> find(LetThrough.Claim claim, Instant latest) {
    Instant arrived = claim.at().plus(ON_ITS_WAY);
    Instant until = arrived.isBefore(latest) ? arrived : latest;
    Optional<CustomResource> found = resources.fresh(claim.object());
    while (found.isEmpty() && clock.instant().isBefore(until) && rested()) {
      found = resources.fresh(claim.object());
    }
    return found;
  }

  private boolean rested() {
    try {
      pause.of(REST);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
