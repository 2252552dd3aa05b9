package io.dbprovision.core.backup.work;

import java.util.Collection;
import java.util.Optional;

/**
 * How many works may run at once.
 *
 * @param all of the operator, and as many that load no server; at least 1
 * @param perInstance on one database server; at least 1
 */
public record Slots(int all, int perInstance) {
  public Slots {
    if (all < 1 || perInstance < 1) {
      throw new IllegalArgumentException("at least one work has to be allowed to run");
    }
  }

  /**
   * Why another one has to wait, as a sentence; empty when it can begin. Works that load a server
   * and those that load none, which are short, do not wait for each other.
   *
   * @param running the instance of each that runs; empty texts for those that load none
   */
  Optional<String> whyNot(String instance, Collection<String> running) {
    boolean loads = !instance.isEmpty();
    long alike = running.stream().filter(other -> other.isEmpty() != loads).count();
    if (alike >= all) {
      return Optional.of(
          "waiting for a worker: %d of --max-workers=%d are at work".formatted(alike, all));
    }
    long same = !loads ? 0 : running.stream().filter(instance::equals).count();
    if (same >= perInstance) {
      return Optional.of(
          "waiting for a worker: %d of --max-workers-per-instance=%d are at work on this instance"
              .formatted(same, perInstance));
    }
    return Optional.empty();
  }
}
