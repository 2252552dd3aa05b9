package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * Remembers when each object was last compared with its server, and what was left of the difference
 * then. Thread-safe.
 */
final class DriftClock {
  private final Map<ResourceKey, Instant> checked = new ConcurrentHashMap<>();
  private final Map<ResourceKey, Instant> early = new ConcurrentHashMap<>();
  private final Map<ResourceKey, String> left = new ConcurrentHashMap<>();
  private final InstantSource clock;
  private final RandomGenerator random;

  @Inject
  DriftClock(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  void checked(ResourceKey key) {
    checked.put(key, clock.instant());
    early.remove(key);
  }

  /** The object must be compared at its next turn, whatever its interval. */
  void expire(ResourceKey key) {
    checked.put(key, Instant.EPOCH);
  }

  /** As {@link #expire}, after that time. */
  void expireIn(ResourceKey key, Duration delay) {
    early.put(key, clock.instant().plus(delay));
  }

  /** When an expiry that was asked for comes; empty when none was. */
  Optional<Duration> expiresIn(ResourceKey key) {
    return Optional.ofNullable(early.get(key))
        .map(at -> Duration.between(clock.instant(), at))
        .map(left -> left.isNegative() ? Duration.ZERO : left);
  }

  /** Whether an expiry is due that came after the last comparison. */
  boolean expired(ResourceKey key) {
    Instant at = early.get(key);
    return Instant.EPOCH.equals(checked.get(key)) || (at != null && !at.isAfter(clock.instant()));
  }

  void forget(ResourceKey key) {
    checked.remove(key);
    early.remove(key);
    left.remove(key);
  }

  /**
   * What a reconcile found and had to leave as it is: nothing is to be said of it again.
   *
   * @param plan hash of it; empty for nothing, or for what has to be looked at by itself
   */
  void leave(ResourceKey key, String plan) {
    if (plan.isEmpty()) {
      left.remove(key);
    } else {
      left.put(key, plan);
    }
  }

  /** As {@link #leave} had it; empty for nothing. */
  Optional<String> left(ResourceKey key) {
    return Optional.ofNullable(left.get(key));
  }

  boolean due(CustomResource resource, Duration interval) {
    Instant last = checked.computeIfAbsent(resource.key(), key -> recorded(resource));
    return !last.plus(interval).isAfter(clock.instant());
  }

  /** When to come back; spread by a tenth, so that thousands of objects do not come at once. */
  Duration next(CustomResource resource, Duration interval) {
    Instant last = checked.computeIfAbsent(resource.key(), key -> recorded(resource));
    Duration left = Duration.between(clock.instant(), last.plus(interval));
    Duration spread = Duration.ofMillis((long) (interval.toMillis() * 0.1 * random.nextDouble()));
    return left.isPositive() ? left.plus(spread) : spread;
  }

  private static Instant recorded(CustomResource resource) {
    try {
      return Instant.parse(resource.status().object("drift").text("lastChecked", ""));
    } catch (DateTimeException e) {
      // never compared: due, but not expired
      return Instant.EPOCH.plusMillis(1);
    }
  }
}
