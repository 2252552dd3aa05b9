package io.dbprovision.core.backup.kind;

import io.dbprovision.core.api.ResourceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Lets many do the same one after the other: one Secret may be that of ten thousand backups.
 * Thread-safe.
 */
final class Turns {
  private static final Duration BETWEEN = Duration.ofMillis(250);

  /** Who has not come for its turn by then does not come any more. */
  private static final Duration KEPT = Duration.ofMinutes(10);

  private final Map<ResourceKey, Instant> turns = new HashMap<>();
  private Instant next = Instant.MIN;

  /**
   * How long it has to wait; zero when it is its turn, which is taken then. Who waits keeps its
   * turn.
   */
  synchronized Duration left(ResourceKey key, Instant now) {
    Instant turn = turns.get(key);
    if (turn == null) {
      turns.values().removeIf(old -> old.isBefore(now.minus(KEPT)));
      turn = next.isAfter(now) ? next : now;
      next = turn.plus(BETWEEN);
      turns.put(key, turn);
    }
    if (turn.isAfter(now)) {
      return Duration.between(now, turn);
    }
    turns.remove(key);
    return Duration.ZERO;
  }
}
