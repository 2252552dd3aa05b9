package io.dbprovision.core.backup.schedule;

import io.dbprovision.core.digest.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is due by a cron expression, and what comes next. Immutable.
 *
 * @param seed what tells schedules of the same expression apart
 * @param jitter the longest delay after a slot; the same for a slot whenever it is asked for
 * @param deadline how late a run may start; null for however late
 */
record Timetable(Cron cron, String seed, Duration jitter, @Nullable Duration deadline) {

  /**
   * How things stand at one moment.
   *
   * @param due what has to be started now; of several slots that passed the last one only
   * @param missed the slot for which it is too late
   */
  record Look(Optional<Slot> due, Optional<Slot> missed, Optional<Slot> next) {}

  /**
   * @param since slots up to here are settled
   */
  Look look(Instant since, Instant now) {
    Optional<Slot> passed = passed(since, now);
    Optional<Slot> next = after(passed.map(Slot::time).orElse(since));
    boolean late = passed.isPresent() && late(passed.get(), now);
    return new Look(late ? Optional.empty() : passed, late ? passed : Optional.empty(), next);
  }

  /** Whether that second is one of its slots. */
  boolean names(Instant time) {
    return cron.next(time.minusSeconds(1)).filter(time::equals).isPresent();
  }

  private Optional<Slot> passed(Instant since, Instant now) {
    if (!now.isAfter(since)) {
      return Optional.empty();
    }
    Optional<Slot> last = cron.latest(since, now).map(this::slot);
    if (last.isEmpty() || !last.get().start().isAfter(now)) {
      return last;
    }
    // still waiting for its delay: the one before it has started for sure
    return cron.latest(since, last.get().time().minusNanos(1)).map(this::slot);
  }

  private Optional<Slot> after(Instant time) {
    return cron.next(time).map(this::slot);
  }

  private boolean late(Slot slot, Instant now) {
    return deadline != null && now.isAfter(slot.start().plus(deadline));
  }

  private Slot slot(Instant time) {
    return new Slot(time, time.plusSeconds(delay(time)));
  }

  private long delay(Instant time) {
    long gap =
        cron.next(time)
            .map(next -> Duration.between(time, next).toSeconds())
            .orElse(Long.MAX_VALUE);
    long longest = Math.min(jitter.toSeconds(), gap - 1);
    if (longest <= 0) {
      return 0;
    }
    MessageDigest digest = Sha256.digest();
    digest.update(seed.getBytes(StandardCharsets.UTF_8));
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(time.getEpochSecond()).array());
    return Long.remainderUnsigned(ByteBuffer.wrap(digest.digest()).getLong(), longest + 1);
  }
}
