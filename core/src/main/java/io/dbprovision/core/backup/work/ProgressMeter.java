package io.dbprovision.core.backup.work;

import io.dbprovision.core.backup.stream.StreamProgress;
import io.dbprovision.spi.Load;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** What one worker has moved so far. Thread-safe: one thread moves, another one looks. */
final class ProgressMeter implements StreamProgress {
  private final InstantSource clock;
  private volatile String phase = "starting";
  private volatile long plain;
  private volatile long stored;
  private volatile @Nullable Load load;
  private volatile int known = -1;
  private Instant lookedAt;
  private long plainThen;
  private long rate;

  ProgressMeter(InstantSource clock) {
    this.clock = clock;
    this.lookedAt = clock.instant();
  }

  /** What was moved before counts for the phase before. */
  void phase(String now) {
    phase = now;
    plain = 0;
    stored = 0;
  }

  /** As {@link #phase}, but the same bytes go on to count. */
  void next(String now) {
    phase = now;
  }

  /**
   * @param total tables that there are in all, for a load that cannot tell; negative when unknown
   */
  void loading(Load tables, int total) {
    known = total;
    load = tables;
  }

  @Override
  public void moved(long plainBytes, long storedBytes) {
    plain = plainBytes;
    stored = storedBytes;
  }

  long plainBytes() {
    return plain;
  }

  long storedBytes() {
    return stored;
  }

  int tablesDone() {
    Load tables = load;
    return tables == null ? -1 : tables.tablesDone();
  }

  private int total(Load tables) {
    int told = tables.tablesTotal();
    return told < 0 ? known : told;
  }

  /** How it is now; the rate is of the time since it was looked at before. */
  synchronized WorkProgress look() {
    Instant now = clock.instant();
    long moved = plain;
    long millis = Duration.between(lookedAt, now).toMillis();
    if (moved < plainThen) {
      plainThen = 0;
    }
    if (millis > 0) {
      rate = (moved - plainThen) * 1000 / millis;
      lookedAt = now;
      plainThen = moved;
    }
    Load tables = load;
    return new WorkProgress(
        phase,
        moved,
        stored,
        rate,
        tables == null ? -1 : tables.tablesDone(),
        tables == null ? -1 : total(tables),
        now);
  }
}
