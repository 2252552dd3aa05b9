package io.dbprovision.core.backup.work;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of a work that worked: there is one only when everything was checked.
 *
 * @param copied what was stored, read or verified; of an errand it says nothing
 * @param tables that were filled; negative when unknown
 * @param warningsLeftOut how many warnings there were beside those of {@code copied}
 * @param found what came of an errand; null for any other work
 */
public record WorkResult(
    Instant startedAt,
    Instant finishedAt,
    Copied copied,
    int tables,
    Match match,
    int warningsLeftOut,
    @Nullable Finding found) {
  public WorkResult {
    Objects.requireNonNull(startedAt, "startedAt");
    Objects.requireNonNull(finishedAt, "finishedAt");
    Objects.requireNonNull(copied, "copied");
    Objects.requireNonNull(match, "match");
  }

  /** What came of an errand; empty for any other work. */
  public Optional<Finding> finding() {
    return Optional.ofNullable(found);
  }

  WorkResult withWarnings(List<String> kept, int leftOut) {
    return new WorkResult(
        startedAt, finishedAt, copied.withWarnings(kept), tables, match, leftOut, found);
  }
}
