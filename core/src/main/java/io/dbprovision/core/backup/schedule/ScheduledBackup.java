package io.dbprovision.core.backup.schedule;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.status.Phase;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** A backup object that a schedule made, as the schedule sees it. */
record ScheduledBackup(CustomResource resource) {
  static final Comparator<ScheduledBackup> NEWEST_FIRST =
      Comparator.comparing(ScheduledBackup::time).thenComparing(ScheduledBackup::name).reversed();

  String name() {
    return resource.name();
  }

  /** Empty until it was looked at. */
  String phase() {
    return resource.status().text("phase", Phase.PENDING.toString());
  }

  boolean completed() {
    return phase().equals(Phase.COMPLETED.toString());
  }

  boolean failed() {
    return phase().equals(Phase.FAILED.toString());
  }

  boolean finished() {
    return completed() || failed();
  }

  /**
   * When it began, or was made when that was before: an operator whose clock was ahead has dated
   * backups that would be the newest for years, and the API server dates objects by another clock.
   */
  Instant time() {
    Optional<Instant> made = Optional.ofNullable(resource.metadata().created());
    Optional<Instant> started = startedAt();
    return Stream.concat(made.stream(), started.stream())
        .min(Comparator.naturalOrder())
        .orElse(Instant.EPOCH);
  }

  Optional<Instant> startedAt() {
    return instant("startedAt");
  }

  Optional<Instant> completedAt() {
    return instant("completedAt");
  }

  Optional<Duration> took() {
    return startedAt().flatMap(from -> completedAt().map(to -> Duration.between(from, to)));
  }

  /** As far as it is known. */
  long storedBytes() {
    return resource.status().object("backup").number("compressedSizeBytes", 0);
  }

  Copy copy() {
    return new Copy(name(), time(), state());
  }

  private Copy.State state() {
    if (!finished()) {
      return Copy.State.RUNNING;
    }
    if (failed()) {
      return Copy.State.FAILED;
    }
    Fields verification = resource.status().object("verification");
    return verification.has("verified") && !verification.flag("verified", true)
        ? Copy.State.DOUBTFUL
        : Copy.State.GOOD;
  }

  private Optional<Instant> instant(String field) {
    try {
      return resource.status().text(field).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
