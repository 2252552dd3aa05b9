package io.dbprovision.core.backup.work;

import java.time.Duration;
import java.util.Objects;

/**
 * What a worker is handed.
 *
 * @param deadline from the worker's start on
 */
public record WorkOrder(Work work, Duration deadline) {
  public WorkOrder {
    Objects.requireNonNull(work, "work");
    Objects.requireNonNull(deadline, "deadline");
  }
}
