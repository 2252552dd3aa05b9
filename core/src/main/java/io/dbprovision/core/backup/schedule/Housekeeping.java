package io.dbprovision.core.backup.schedule;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.kube.Events;
import io.dbprovision.core.kube.Resources;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Removes the backups of a schedule that are no longer to be kept, with what they store, and failed
 * ones beyond what is to be remembered, which store nothing.
 */
public final class Housekeeping {
  private static final int NAMED = 5;

  private final Resources resources;
  private final Events events;

  @Inject
  public Housekeeping(Resources resources, Events events) {
    this.resources = resources;
    this.events = events;
  }

  /**
   * @param history what is not on its way out
   * @return what is left
   */
  History sweep(CustomResource schedule, ScheduleSpec spec, History history, Instant now) {
    List<Copy> copies = history.newestFirst().stream().map(ScheduledBackup::copy).toList();
    Map<String, ScheduledBackup> byName =
        history.newestFirst().stream()
            .collect(Collectors.toMap(ScheduledBackup::name, Function.identity()));
    List<String> removed = spec.retention().judge(copies, spec.zone(), now).removed();
    List<String> forgotten =
        history.forgettable(spec.failedLimit()).stream().map(ScheduledBackup::name).toList();
    if (!removed.isEmpty()) {
      events.normal(schedule, "RetentionApplied", "no longer kept: " + shortened(removed));
    }
    byName.forEach(
        (name, backup) -> {
          if (removed.contains(name) || forgotten.contains(name)) {
            resources.delete(backup.resource());
          }
        });
    return new History(
        history.newestFirst().stream()
            .filter(
                backup -> !removed.contains(backup.name()) && !forgotten.contains(backup.name()))
            .toList());
  }

  private static String shortened(List<String> names) {
    String shown = names.stream().limit(NAMED).collect(Collectors.joining(", "));
    return names.size() <= NAMED ? shown : shown + " and " + (names.size() - NAMED) + " more";
  }
}
