package io.dbprovision.core.backup.schedule;

import static io.dbprovision.core.status.Reasons.DELETION_PROTECTED;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.deletion.Cascade;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.runtime.Outcome;
import io.dbprovision.core.status.Gates;

/** Lets a schedule go. Its backups stay, and so does what they store. */
public final class ScheduleDeletion {
  private final Resources resources;
  private final ScheduleWakeups backups;
  private final Cascade cascade;

  @Inject
  public ScheduleDeletion(Resources resources, ScheduleWakeups backups, Cascade cascade) {
    this.resources = resources;
    this.backups = backups;
    this.cascade = cascade;
  }

  Outcome advance(CustomResource schedule) {
    if (!schedule.held()) {
      return Outcome.done();
    }
    boolean namespaceGoes = cascade.namespaceGoes(schedule);
    if (schedule.spec().flag("deletionProtection", true)
        && !Gates.forced(schedule)
        && !namespaceGoes) {
      Cascade.Step step =
          cascade.blocked(
              schedule,
              DELETION_PROTECTED,
              "spec.deletionProtection is true; set it to false, or annotate the object with %s=true. The backups it made stay"
                  .formatted(Keys.FORCE_DELETE));
      return step instanceof Cascade.Step.Waiting waiting
          ? Outcome.after(waiting.delay()).telling(waiting.report())
          : Outcome.done();
    }
    int kept = 0;
    for (CustomResource backup : backups.backups(schedule)) {
      // with the namespace they go anyhow
      if (!namespaceGoes && !backup.deleting()) {
        resources.disown(backup, schedule.metadata().uid());
        kept++;
      }
    }
    resources.removeFinalizers(schedule);
    return Outcome.done("deleted; " + kept + " backups stay");
  }
}
