package io.dbprovision.core.kube;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/**
 * How this operator talks to the API server.
 *
 * @param instanceId which objects are ours, by label; {@code default} when they carry none
 * @param watchNamespaces where to look; empty for all namespaces
 * @param requestsInFlight at most so many at once; the client fails above about 100
 * @param requestTimeout of one attempt
 * @param reopenAfter a watch that showed no sign of life for so long is opened again: a half-open
 *     connection tells nobody that it is dead
 */
public record KubeSettings(
    String instanceId,
    Set<String> watchNamespaces,
    int requestsInFlight,
    Duration requestTimeout,
    Duration reopenAfter) {
  public static final String DEFAULT_INSTANCE_ID = "default";

  public KubeSettings {
    Objects.requireNonNull(instanceId, "instanceId");
    Objects.requireNonNull(requestTimeout, "requestTimeout");
    Objects.requireNonNull(reopenAfter, "reopenAfter");
    watchNamespaces = Set.copyOf(watchNamespaces);
    if (requestsInFlight < 1) {
      throw new IllegalArgumentException("requestsInFlight must be positive");
    }
  }

  public static KubeSettings defaults() {
    return new KubeSettings(
        DEFAULT_INSTANCE_ID, Set.of(), 64, Duration.ofSeconds(10), Duration.ofMinutes(3));
  }

  public KubeSettings withInstanceId(String id) {
    return new KubeSettings(id, watchNamespaces, requestsInFlight, requestTimeout, reopenAfter);
  }

  public KubeSettings withWatchNamespaces(Set<String> namespaces) {
    return new KubeSettings(instanceId, namespaces, requestsInFlight, requestTimeout, reopenAfter);
  }
}
