package io.dbprovision.core.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How several processes agree on the one that works.
 *
 * @param lease how long a leader that was not heard of is still taken for alive
 * @param renewDeadline how long a leader tries to renew before it gives up; below the lease
 * @param retryPeriod the pause between tries; below the deadline
 * @param namespace of the Lease; null for the namespace that the operator runs in
 */
public record LeaderElection(
    boolean enabled,
    Duration lease,
    Duration renewDeadline,
    Duration retryPeriod,
    @Nullable String namespace) {

  /** Empty when the Lease lives where the operator runs. */
  public Optional<String> leaseNamespace() {
    return Optional.ofNullable(namespace);
  }

  List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (lease.compareTo(Duration.ofSeconds(1)) < 0) {
      problems.add("--leader-elect-lease-duration must be at least 1s");
    }
    if (renewDeadline.compareTo(lease) >= 0) {
      problems.add(
          "--leader-elect-renew-deadline must be shorter than --leader-elect-lease-duration");
    }
    if (!retryPeriod.isPositive() || retryPeriod.compareTo(renewDeadline) >= 0) {
      problems.add(
          "--leader-elect-retry-period must be above zero and shorter than"
              + " --leader-elect-renew-deadline");
    }
    return problems;
  }
}
