package io.dbprovision.core.kube;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** How complete the caches of the API group are. Thread-safe. */
public interface Sync {
  /** Every kind has been listed once; from then on the caches only lag, they never lack. */
  boolean synced();

  /** Why not, with the way out; empty when synced or just not ready yet. */
  Optional<String> problem();

  /**
   * Blocks until synced.
   *
   * @throws KubeException when the time is over: NOT_FOUND when CRDs are missing, else UNAVAILABLE,
   *     with {@link #problem()} as its message. The attempts go on nevertheless.
   */
  void await(Duration atMost) throws InterruptedException;

  /** By watch, as {@code plural} or {@code plural/namespace}: the last sign of life. */
  Map<String, Instant> lastSigns();
}
