package io.dbprovision.core.backup.schedule;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
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
   * Requests of one second get a second each, as a backup's name is its time.
   *
   * @param others all that the schedule has made
   */
  Result start(
      CustomResource schedule,
      ScheduleSpec.Concurrency concurrency,
      List<ScheduledBackup> others,
      Start start) {
    for (Instant time = start.time(); ; time = time.plusSeconds(1)) {
      Optional<Result> result = at(time, schedule, concurrency, others, start.token());
      if (result.isPresent()) {
        return result.get();
      }
    }
  }

  /** Empty when the names of that time are taken by what another request had made. */
  private Optional<Result> at(
      Instant time,
      CustomResource schedule,
      ScheduleSpec.Concurrency concurrency,
      List<ScheduledBackup> others,
      Optional<String> token) {
    List<String> names = BackupNames.of(schedule.key(), schedule.metadata().uid(), time);
    for (String name : names) {
      ResourceKey key = new ResourceKey(CustomKind.BACKUP, schedule.namespace(), name);
      Optional<CustomResource> there = resources.get(key);
      if (there.isEmpty()) {
        return Optional.of(make(schedule, concurrency, others, key, token));
      }
      if (ScheduleWakeups.owns(schedule, there.get())) {
        return token.isEmpty() || token.equals(there.get().metadata().annotation(Keys.RUN_NOW))
            ? Optional.of(new Result.Started(there.get(), false))
            : Optional.empty();
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
