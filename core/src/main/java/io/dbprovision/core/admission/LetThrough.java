package io.dbprovision.core.admission;

import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.spi.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What was let through a moment ago and may not be in the cache yet: what two objects of one {@code
 * kubectl apply} are told apart by. It knows whom to ask about, not what became of it: nobody tells
 * whether the API server stored it. Thread-safe.
 */
final class LetThrough {
  /** Longer than a watch is behind. */
  static final Duration REMEMBERED = Duration.ofSeconds(30);

  /** Bounds the memory; what came first is forgotten first. */
  static final int MOST = 10_000;

  /** A database, login or role of a server, by one of the instances that lead there. */
  record Target(Kind kind, ResourceKey instance, String name) {}

  /** An object that was let through for a target. */
  record Claim(Target target, ResourceKey object, Instant at) {}

  private final InstantSource clock;
  // in the order of their times
  private final Map<Target, Claim> claims = new LinkedHashMap<>();

  LetThrough(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Remembers an object for the first of the targets, unless another one is remembered for any.
   *
   * @param targets one thing under all its names, its own instance's first
   * @param stored whether it is going to be: a dry run is not remembered
   * @return the other one
   */
  synchronized Optional<Claim> claim(List<Target> targets, ResourceKey object, boolean stored) {
    Instant now = clock.instant();
    forgetBefore(now.minus(REMEMBERED));
    Optional<Claim> other =
        targets.stream()
            .map(claims::get)
            .filter(Objects::nonNull)
            .filter(claim -> !claim.object().equals(object))
            .findFirst();
    if (other.isEmpty() && stored) {
      Target own = targets.getFirst();
      claims.remove(own);
      claims.put(own, new Claim(own, object, now));
      bound();
    }
    return other;
  }

  /** That very claim came to nothing. */
  synchronized void forget(Claim claim) {
    claims.remove(claim.target(), claim);
  }

  private void forgetBefore(Instant time) {
    Iterator<Claim> oldest = claims.values().iterator();
    while (oldest.hasNext() && oldest.next().at().isBefore(time)) {
      oldest.remove();
    }
  }

  private void bound() {
    if (claims.size() > MOST) {
      claims.remove(claims.keySet().iterator().next());
    }
  }
}
