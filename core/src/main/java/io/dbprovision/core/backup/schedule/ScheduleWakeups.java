package io.dbprovision.core.backup.schedule;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.reconcile.Waking;
import io.dbprovision.core.secret.LabelValues;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Finds the backups of schedules, and wakes a schedule when one of its backups changes. */
public final class ScheduleWakeups implements Waking {
  /** Both kinds by the label that a schedule's backups carry. */
  private static final String LABEL = "schedule";

  private final Resources resources;

  @Inject
  public ScheduleWakeups(Resources resources) {
    this.resources = resources;
  }

  @Override
  public void declareIndexes() {
    resources.index(CustomKind.BACKUP, LABEL, ScheduleWakeups::ofBackup);
    resources.index(
        CustomKind.BACKUP_SCHEDULE,
        LABEL,
        schedule -> List.of(schedule.namespace() + "/" + LabelValues.of(schedule.name())));
  }

  @Override
  public void subscribe(Consumer<ResourceKey> enqueue) {
    resources.subscribe(CustomKind.BACKUP, Resources.Listener.of(backup -> wake(backup, enqueue)));
  }

  /**
   * The backups that go with the schedule, also those that are on their way out. Those of an
   * earlier schedule of the same name are nobody's.
   */
  List<CustomResource> backups(CustomResource schedule) {
    return resources
        .byIndex(
            CustomKind.BACKUP, LABEL, schedule.namespace() + "/" + LabelValues.of(schedule.name()))
        .stream()
        .filter(backup -> owns(schedule, backup))
        .toList();
  }

  static boolean owns(CustomResource schedule, CustomResource backup) {
    return backup.metadata().owners().contains(schedule.metadata().uid());
  }

  private void wake(CustomResource backup, Consumer<ResourceKey> enqueue) {
    ofBackup(backup).stream()
        .flatMap(label -> schedules(label).stream())
        .forEach(schedule -> enqueue.accept(schedule.key()));
  }

  private Collection<CustomResource> schedules(String label) {
    return resources.byIndex(CustomKind.BACKUP_SCHEDULE, LABEL, label);
  }

  private static List<String> ofBackup(CustomResource backup) {
    return Stream.ofNullable(backup.metadata().labels().get(Keys.SCHEDULE_LABEL))
        .map(label -> backup.namespace() + "/" + label)
        .toList();
  }
}
