package io.dbprovision.core.backup.schedule;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Who counts what happens to schedules. */
public interface ScheduleObserver {
  /** A backup that the schedule made has ended. */
  void finished(CustomResource schedule, boolean success);

  /**
   * The schedule with its latest status.
   *
   * @param next when the next backup starts; null while none will
   * @param due the newest time for which it asked for a backup; null before the first
   */
  void known(CustomResource schedule, @Nullable Instant next, @Nullable Instant due);

  void forgotten(ResourceKey schedule);
}
