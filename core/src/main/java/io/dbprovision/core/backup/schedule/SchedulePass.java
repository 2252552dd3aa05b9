package io.dbprovision.core.backup.schedule;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one look at a schedule finds and does, as it grows. Used by one thread. */
final class SchedulePass {
  static final String LAST_RUN_NOW = "lastRunNow";

  private final CustomResource schedule;
  private final ScheduleSpec spec;
  private final Instant now;
  private final boolean paused;
  private List<ScheduledBackup> backups;
  private Settled settled;
  private Optional<Slot> due = Optional.empty();
  private Optional<Slot> missed = Optional.empty();
  private Optional<Slot> next = Optional.empty();
  private Optional<String> waitsFor = Optional.empty();
  private @Nullable String token;
  private @Nullable Instant ran;

  SchedulePass(
      CustomResource schedule, ScheduleSpec spec, List<ScheduledBackup> backups, Instant now) {
    this.schedule = schedule;
    this.spec = spec;
    this.backups = backups;
    this.now = now;
    this.paused = schedule.spec().flag("paused", false);
    this.settled = Settled.of(schedule, now);
    this.token = requested(schedule).orElse(null);
    if (!paused) {
      Timetable.Look look = spec.timetable().look(settled.since(), now);
      due = look.due();
      missed = look.missed();
      next = look.next();
      missed.ifPresent(slot -> settled = settled.upTo(slot.time()));
    }
  }

  /** A request that nothing was made for yet. */
  private Optional<String> requested(CustomResource schedule) {
    Optional<String> asked =
        schedule.metadata().annotation(Keys.RUN_NOW).filter(text -> !text.isBlank());
    return asked.filter(text -> !schedule.status().text(LAST_RUN_NOW, "").equals(text));
  }

  /** What has to be started; the clock comes before requests. */
  Optional<Launcher.Start> start() {
    return due.map(slot -> new Launcher.Start(slot.time(), Optional.empty()))
        .or(
            () ->
                Optional.ofNullable(token)
                    .filter(text -> madeFor(text).isEmpty())
                    .map(
                        text ->
                            new Launcher.Start(
                                now.truncatedTo(ChronoUnit.SECONDS), Optional.of(text))));
  }

  /** The operator may have ended before the request was noted down as done. */
  private Optional<ScheduledBackup> madeFor(String request) {
    return backups.stream()
        .filter(
            backup ->
                backup.resource().metadata().annotation(Keys.RUN_NOW).stream()
                    .anyMatch(request::equals))
        .findFirst();
  }

  void started(Launcher.Start start, CustomResource backup) {
    ScheduledBackup made = new ScheduledBackup(backup);
    List<ScheduledBackup> all = new ArrayList<>(backups);
    all.removeIf(other -> other.name().equals(made.name()));
    all.add(made);
    backups = List.copyOf(all);
    if (start.token().isEmpty()) {
      ran = start.time();
      settled = settled.upTo(start.time());
      due = Optional.empty();
    }
  }

  void waits(String backup) {
    waitsFor = Optional.of(backup);
  }

  CustomResource schedule() {
    return schedule;
  }

  ScheduleSpec spec() {
    return spec;
  }

  Instant now() {
    return now;
  }

  boolean paused() {
    return paused;
  }

  List<ScheduledBackup> backups() {
    return backups;
  }

  /** Those that are not on their way out. */
  History history() {
    return new History(
        backups.stream()
            .filter(backup -> !backup.resource().deleting())
            .sorted(ScheduledBackup.NEWEST_FIRST)
            .toList());
  }

  Settled settled() {
    return settled;
  }

  Optional<Slot> missed() {
    return missed;
  }

  Optional<Slot> next() {
    return next;
  }

  /** The newest slot up to now, whatever became of it; empty while it pauses. */
  Optional<Instant> asked() {
    if (paused) {
      return Optional.empty();
    }
    Instant since = settled.since();
    return due.map(Slot::time)
        .or(() -> Optional.of(since).filter(time -> spec.timetable().names(time)));
  }

  Optional<String> waitsFor() {
    return waitsFor;
  }

  /** The slot that a backup was made for now. */
  Optional<Instant> ran() {
    return Optional.ofNullable(ran);
  }

  /** The request that is done now. */
  Optional<String> answered() {
    return Optional.ofNullable(token).filter(text -> madeFor(text).isPresent());
  }

  /** Whether something else waits to be started at once. */
  boolean more() {
    return waitsFor.isEmpty() && start().isPresent();
  }
}
