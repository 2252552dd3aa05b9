package io.dbprovision.core.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Everything the operator is told at its start. An instance is always valid; building one reports
 * all that is wrong at once.
 *
 * @param instanceId which objects are ours; {@code default} for those that name nobody
 * @param defaultDriftInterval between drift checks of an object that does not say its own
 * @param watchNamespaces empty for all
 * @param health where {@code /healthz} and {@code /readyz} are served; null for nowhere
 */
public record OperatorConfig(
    String instanceId,
    Duration defaultDriftInterval,
    Set<String> watchNamespaces,
    CrossNamespace crossNamespace,
    Limits limits,
    LeaderElection leaderElection,
    @Nullable BindAddress health,
    MetricsSettings metrics,
    WebhookSettings webhooks,
    TracingSettings tracing,
    LogSettings logs,
    PluginSource plugins,
    WorkerSettings worker,
    StoreRules stores) {

  public static final String DEFAULT_INSTANCE_ID = "default";

  private static final String LEASE = "b0f91929";
  private static final String LEASE_DOMAIN = ".dbprovision.io";
  private static final Pattern INSTANCE_ID = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,61}[a-z0-9])?");
  static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  /**
   * @throws InvalidConfigException with everything that is wrong
   */
  public OperatorConfig {
    watchNamespaces = Set.copyOf(watchNamespaces);
    List<String> problems = new ArrayList<>();
    if (!INSTANCE_ID.matcher(instanceId).matches()) {
      problems.add(
          "--instance-id: \""
              + instanceId
              + "\" must be lower-case letters, digits, inner dots and"
              + " hyphens, at most 63 characters");
    }
    if (defaultDriftInterval.compareTo(Duration.ofSeconds(1)) < 0) {
      problems.add("--default-drift-interval must be at least 1s");
    }
    watchNamespaces.stream()
        .filter(namespace -> !NAMESPACE.matcher(namespace).matches())
        .sorted()
        .map(namespace -> "--watch-namespaces: \"" + namespace + "\" is no name of a namespace")
        .forEach(problems::add);
    problems.addAll(limits.problems());
    problems.addAll(leaderElection.problems());
    problems.addAll(worker.problems());
    if (!problems.isEmpty()) {
      throw new InvalidConfigException(problems);
    }
  }

  /** Empty when health is not served. */
  public Optional<BindAddress> healthAddress() {
    return Optional.ofNullable(health);
  }

  /** The name of the Lease that operators with this instance id compete for. */
  public String leaseName() {
    return instanceId.equals(DEFAULT_INSTANCE_ID)
        ? LEASE + LEASE_DOMAIN
        : LEASE + "-" + instanceId + LEASE_DOMAIN;
  }
}
