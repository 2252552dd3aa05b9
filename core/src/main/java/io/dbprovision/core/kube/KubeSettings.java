package io.dbprovision.core.kube;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/**
 * What is watched, and how closely.
 *
 * @param instanceId which objects are ours, by label; {@code default} when they carry none
 * @param namespaces where to look; empty for all
 * @param reopenAfter a watch that showed no sign of life for so long is opened again: a half-open
 *     connection tells nobody that it is dead
 */
record KubeSettings(String instanceId, Set<String> namespaces, Duration reopenAfter) {
  static final String DEFAULT_INSTANCE_ID = "default";
  static final Duration REOPEN_AFTER = Duration.ofMinutes(3);

  KubeSettings {
    Objects.requireNonNull(instanceId, "instanceId");
    Objects.requireNonNull(reopenAfter, "reopenAfter");
    namespaces = Set.copyOf(namespaces);
  }
}
