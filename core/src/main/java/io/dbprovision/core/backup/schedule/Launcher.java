package io.dbprovision.core.backup.schedule;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Makes the backup object of a slot, once, when the others of its schedule let it. */
public final class Launcher {

  /**
   * What is to be started.
   *
   * @param token of the request; empty when the clock wants it
   */
  record Start(Instant time, Optional<String> token) {}

  /** What became of it. */
  sealed interface Result {
    /**
     * @param made false when it was there already: the operator ended before it was noted down
     */
    record Started(CustomResource backup, boolean made) implements Result {}

    /** One that is not finished stands in the way. */
    record Waiting(String backup) implements Result {}
  }

  private final Resources resources;

  @Inject
  public Launcher(Resources resources) {
    this.resources = resources;
  }

  /**
   * @param others all that the schedule has made
   */
  Result start(
      CustomResource schedule,
      ScheduleSpec.Concurrency concurrency,
      List<ScheduledBackup> others,
      Start start) {
    List<String> names = BackupNames.of(schedule.key(), schedule.metadata().uid(), start.time());
    for (String name : names) {
      ResourceKey key = new ResourceKey(CustomKind.BACKUP, schedule.namespace(), name);
      Optional<CustomResource> there = resources.get(key);
      if (there.isEmpty()) {
        return make(schedule, concurrency, others, key, start.token());
      }
      if (ScheduleWakeups.owns(schedule, there.get())) {
        return new Result.Started(there.get(), false);
      }
    }
    throw EngineException.of(
        ErrorKind.CONFLICT,
        "the names %s are taken by backups that this schedule did not make; delete them, or give the schedule another name"
            .formatted(String.join(" and ", names)));
  }

  private Result make(
      CustomResource schedule,
      ScheduleSpec.Concurrency concurrency,
      List<ScheduledBackup> others,
      ResourceKey key,
      Optional<String> token) {
    List<ScheduledBackup> unfinished = others.stream().filter(other -> !other.finished()).toList();
    if (concurrency == ScheduleSpec.Concurrency.FORBID && !unfinished.isEmpty()) {
      return new Result.Waiting(unfinished.getFirst().name());
    }
    if (concurrency == ScheduleSpec.Concurrency.REPLACE) {
      unfinished.stream()
          .map(ScheduledBackup::resource)
          .filter(backup -> !backup.deleting())
          .forEach(resources::delete);
    }
    return new Result.Started(resources.create(BackupTemplate.fill(schedule, key, token)), true);
  }
}
