package io.dbprovision.core.backup.schedule;

import io.dbprovision.core.api.Fields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a schedule's status tells of its backups.
 *
 * @param newestFirst those that still exist; immutable
 */
record History(List<ScheduledBackup> newestFirst) {
  private static final String SUCCESSFUL = "successfulBackupsHistoryLimit";
  private static final String FAILED = "failedBackupsHistoryLimit";

  History {
    newestFirst = List.copyOf(newestFirst);
  }

  static int failedLimit(Fields spec) {
    return Math.toIntExact(Math.clamp(spec.number(FAILED, 3), 0, Integer.MAX_VALUE));
  }

  private static int successfulLimit(Fields spec) {
    return Math.toIntExact(Math.clamp(spec.number(SUCCESSFUL, 5), 0, Integer.MAX_VALUE));
  }

  /** All that are not finished, and of the others as many as the limits say. */
  List<Map<String, Object>> recent(Fields spec) {
    int successful = successfulLimit(spec);
    int failed = failedLimit(spec);
    List<Map<String, Object>> recent = new ArrayList<>();
    for (ScheduledBackup backup : newestFirst) {
      if (!backup.finished()
          || (backup.completed() && successful-- > 0)
          || (backup.failed() && failed-- > 0)) {
        recent.add(Map.of("name", backup.name(), "status", backup.phase()));
      }
    }
    return recent;
  }

  /** The newest one; null when there is none. */
  @Nullable Map<String, Object> last() {
    if (newestFirst.isEmpty()) {
      return null;
    }
    ScheduledBackup backup = newestFirst.getFirst();
    Map<String, Object> last = new LinkedHashMap<>();
    last.put("name", backup.name());
    last.put("status", backup.phase());
    backup.startedAt().ifPresent(time -> last.put("startedAt", time.toString()));
    backup.completedAt().ifPresent(time -> last.put("completedAt", time.toString()));
    return last;
  }

  Map<String, Object> statistics() {
    List<ScheduledBackup> completed =
        newestFirst.stream().filter(ScheduledBackup::completed).toList();
    long failed = newestFirst.stream().filter(ScheduledBackup::failed).count();
    long bytes = completed.stream().mapToLong(ScheduledBackup::storedBytes).sum();
    Map<String, Object> statistics = new LinkedHashMap<>();
    statistics.put("totalBackups", completed.size() + failed);
    statistics.put("successfulBackups", (long) completed.size());
    statistics.put("failedBackups", failed);
    statistics.put("totalStorageBytes", bytes);
    if (!completed.isEmpty()) {
      statistics.put("averageSizeBytes", bytes / completed.size());
      statistics.put(
          "averageDurationSeconds",
          Math.round(
              completed.stream()
                  .flatMap(backup -> backup.took().stream())
                  .mapToLong(Duration::toSeconds)
                  .average()
                  .orElse(0)));
    }
    return statistics;
  }

  /** Failed ones beyond what is to be remembered. */
  List<ScheduledBackup> forgettable(int limit) {
    return newestFirst.stream().filter(ScheduledBackup::failed).skip(limit).toList();
  }
}
