package io.dbprovision.core.backup.schedule;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.Events;
import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.reconcile.KindReconciler;
import io.dbprovision.core.runtime.Outcome;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.Gates;
import io.dbprovision.core.status.KubeFailures;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.core.status.StatusReport;
import io.dbprovision.core.status.StatusWriter;
import io.dbprovision.spi.EngineException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes backups when the clock or somebody says so, and removes those that need not be kept. */
public final class ScheduleReconciler implements KindReconciler {
  private static final Duration LONGEST_SLEEP = Duration.ofHours(1);
  private static final Duration WAITING = Duration.ofMinutes(1);

  /** Until then the watch has shown what was made just now. */
  private static final Duration SOON = Duration.ofSeconds(1);

  private final Resources resources;
  private final ScheduleWakeups made;
  private final Launcher launcher;
  private final Housekeeping housekeeping;
  private final ScheduleVerification verification;
  private final ScheduleDeletion deletion;
  private final StatusWriter statuses;
  private final Events events;
  private final ScheduleObserver observer;
  private final InstantSource clock;

  @Inject
  public ScheduleReconciler(
      Resources resources,
      ScheduleWakeups made,
      Launcher launcher,
      Housekeeping housekeeping,
      ScheduleVerification verification,
      ScheduleDeletion deletion,
      StatusWriter statuses,
      Events events,
      ScheduleObserver observer,
      InstantSource clock) {
    this.resources = resources;
    this.made = made;
    this.launcher = launcher;
    this.housekeeping = housekeeping;
    this.verification = verification;
    this.deletion = deletion;
    this.statuses = statuses;
    this.events = events;
    this.observer = observer;
    this.clock = clock;
  }

  @Override
  public CustomKind kind() {
    return CustomKind.BACKUP_SCHEDULE;
  }

  @Override
  public Outcome reconcile(ResourceKey key) {
    Optional<CustomResource> found = resources.get(key);
    if (found.isEmpty()) {
      observer.forgotten(key);
      return Outcome.done();
    }
    if (Gates.paused(found.get())) {
      return Outcome.done();
    }
    try {
      return found.get().deleting()
          ? deletion.advance(found.get())
          : look(resources.addFinalizer(found.get()));
    } catch (KubeException e) {
      return KubeFailures.outcome(e);
    }
  }

  private Outcome look(CustomResource schedule) {
    Instant now = clock.instant();
    List<ScheduledBackup> backups =
        made.backups(schedule).stream().map(ScheduledBackup::new).toList();
    try {
      return advance(new SchedulePass(schedule, ScheduleSpec.of(schedule), backups, now));
    } catch (EngineException e) {
      return fail(schedule, backups, now, Failure.of(e));
    }
  }

  private Outcome advance(SchedulePass pass) {
    CustomResource schedule = pass.schedule();
    Optional<Launcher.Start> start = pass.start();
    if (start.isPresent()) {
      launch(pass, start.get());
    }
    tell(pass);
    History history =
        pass.paused()
            ? pass.history()
            : housekeeping.sweep(schedule, pass.spec(), pass.history(), pass.now());
    StatusDraft draft = ScheduleStatus.of(pass, history);
    Optional<Instant> trial = verification.advance(pass, history, draft);
    CustomResource written = write(pass.backups(), draft);
    observer.known(written, pass.next().map(Slot::start).orElse(null), pass.asked().orElse(null));
    return again(pass, trial).telling(StatusReport.of(schedule, written, "", did(pass)));
  }

  private void launch(SchedulePass pass, Launcher.Start start) {
    CustomResource schedule = pass.schedule();
    switch (launcher.start(schedule, pass.spec().concurrency(), pass.backups(), start)) {
      case Launcher.Result.Waiting waiting -> pass.waits(waiting.backup());
      case Launcher.Result.Started started -> {
        pass.started(start, started.backup());
        if (started.made()) {
          events.normal(
              schedule,
              "BackupTriggered",
              "made %s for %s"
                  .formatted(
                      started.backup().name(),
                      start.token().isPresent() ? "a request" : "the time " + start.time()));
        }
      }
    }
  }

  private void tell(SchedulePass pass) {
    CustomResource schedule = pass.schedule();
    boolean paused = schedule.status().text("phase", "").equals(ScheduleStatus.PAUSED);
    if (pass.paused() && !paused) {
      events.normal(schedule, ScheduleStatus.PAUSED, "no backup is made until it is resumed");
    } else if (!pass.paused() && paused) {
      events.normal(schedule, "Resumed", "backups are made again");
    }
    pass.missed()
        .ifPresent(
            slot ->
                events.warning(
                    schedule,
                    "MissedSchedule",
                    "the backup of %s was not made: it is later than spec.startingDeadlineSeconds allows"
                        .formatted(slot.time())));
  }

  private Outcome fail(
      CustomResource schedule, List<ScheduledBackup> backups, Instant now, Failure failure) {
    History history =
        new History(
            backups.stream()
                .filter(backup -> !backup.resource().deleting())
                .sorted(ScheduledBackup.NEWEST_FIRST)
                .toList());
    CustomResource written =
        write(backups, ScheduleStatus.failed(schedule, history, now, failure.message()));
    events.warning(
        written,
        "ReconcileFailed",
        "[%s] %s".formatted(written.status().text("reconcileID", ""), failure.message()));
    observer.known(written, null, null);
    return retry(failure).telling(StatusReport.of(schedule, written, failure));
  }

  private static Outcome retry(Failure failure) {
    return switch (failure.retry()) {
      case Failure.Retry.WhenChanged _ -> Outcome.done();
      case Failure.Retry.After after -> Outcome.after(after.delay());
      case Failure.Retry.Backoff _ -> Outcome.retry(failure.reason(), failure.message());
    };
  }

  /** Counts what has ended since the status was written last: each backup once. */
  private CustomResource write(List<ScheduledBackup> backups, StatusDraft draft) {
    CustomResource schedule = draft.resource();
    Map<String, String> before =
        schedule.status().objects("recentBackups").stream()
            .collect(
                Collectors.toMap(
                    entry -> entry.text("name", ""),
                    entry -> entry.text("status", ""),
                    (one, _) -> one));
    CustomResource written = statuses.write(draft);
    for (ScheduledBackup backup : backups) {
      String phase = before.get(backup.name());
      if (phase != null && backup.finished() && !ended(phase)) {
        observer.finished(schedule, backup.completed());
      }
    }
    return written;
  }

  private static boolean ended(String phase) {
    return phase.equals("Completed") || phase.equals("Failed");
  }

  private static Outcome again(SchedulePass pass, Optional<Instant> trial) {
    if (pass.more()) {
      return Outcome.after(SOON);
    }
    if (pass.waitsFor().isPresent()) {
      return Outcome.after(WAITING);
    }
    return Stream.concat(pass.next().map(Slot::start).stream(), trial.stream())
        .min(Comparator.naturalOrder())
        .map(time -> Duration.between(pass.now(), time))
        .map(wait -> Outcome.after(wait.compareTo(LONGEST_SLEEP) < 0 ? wait : LONGEST_SLEEP))
        .orElseGet(Outcome::done);
  }

  private static String did(SchedulePass pass) {
    return pass.waitsFor()
        .map(backup -> "waits for " + backup)
        .or(() -> pass.ran().map(slot -> "made the backup of " + slot))
        .orElse(pass.paused() ? "pauses" : "goes by its schedule");
  }
}
