package io.dbprovision.core.backup.work;

import java.time.Instant;
import java.util.Objects;

/**
 * How far a work is.
 *
 * @param phase one word of what goes on: {@code starting}, {@code verifying}, {@code copying},
 *     {@code loading}, {@code finishing}, {@code comparing}; {@code looking} of an errand
 * @param plainBytes of the dump, so far
 * @param storedBytes in the store, so far
 * @param bytesPerSecond of the dump, lately; 0 when nothing moved
 * @param tablesDone negative when unknown
 * @param tablesTotal negative when unknown
 * @param at when this was so
 */
public record WorkProgress(
    String phase,
    long plainBytes,
    long storedBytes,
    long bytesPerSecond,
    int tablesDone,
    int tablesTotal,
    Instant at) {
  public WorkProgress {
    Objects.requireNonNull(phase, "phase");
    Objects.requireNonNull(at, "at");
  }

  /** Nothing has moved yet. */
  public static WorkProgress starting(Instant at) {
    return new WorkProgress("starting", 0, 0, 0, -1, -1, at);
  }
}
