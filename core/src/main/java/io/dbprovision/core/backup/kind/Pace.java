package io.dbprovision.core.backup.kind;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.backup.work.WorkProgress;
import io.dbprovision.core.status.StatusDraft;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiConsumer;

/** How often progress is shown: each write costs the API server, and people read slowly. */
final class Pace {
  private static final Duration BETWEEN = Duration.ofSeconds(5);

  private Pace() {}

  /**
   * Writes progress into the status when the last write is a while ago, and at once with another
   * phase, which has an Event, too.
   *
   * @param shown the phase that the status shows, in whatever case
   */
  static void show(
      Tools tools,
      CustomResource resource,
      String shown,
      WorkProgress progress,
      BiConsumer<StatusDraft, WorkProgress> into) {
    boolean another = !shown.equalsIgnoreCase(progress.phase());
    if (another || due(resource, tools.now())) {
      StatusDraft draft = tools.draft(resource);
      into.accept(draft, progress);
      CustomResource written = tools.write(draft);
      if (another) {
        tools.events().normal(written, "ProgressUpdated", "the worker is " + progress.phase());
      }
    }
  }

  private static boolean due(CustomResource resource, Instant now) {
    return Times.at(resource, "lastReconcileTime")
        .filter(last -> Duration.between(last, now).compareTo(BETWEEN) < 0)
        .isEmpty();
  }
}
