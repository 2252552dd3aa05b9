package io.dbprovision.core.backup.work;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a work is to be run.
 *
 * @param subject whose it is, for people: kind, namespace and name
 * @param namespace of the object that asks for it, where its claim is
 * @param claim the PersistentVolumeClaim that has to be mounted; null for none
 * @param instance which server it loads: what {@code --max-workers-per-instance} counts; empty for
 *     a work that loads none
 * @param deadline for all of it, from its start on; a work still at it then fails
 * @param scratchBytes the largest that the worker's scratch folder may become; 0 for no limit
 * @param labels for a Job and its pod
 */
public record WorkTerms(
    String subject,
    String namespace,
    @Nullable String claim,
    String instance,
    Duration deadline,
    long scratchBytes,
    Map<String, String> labels) {
  public WorkTerms {
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(namespace, "namespace");
    Objects.requireNonNull(instance, "instance");
    if (deadline.isNegative() || deadline.isZero()) {
      throw new IllegalArgumentException("a work's deadline is more than nothing: " + deadline);
    }
    labels = Map.copyOf(labels);
  }

  public Optional<String> claimName() {
    return Optional.ofNullable(claim);
  }

  /**
   * Where its Job is: a pod mounts claims of its own namespace only.
   *
   * @param own the operator's
   */
  String jobNamespace(String own) {
    return claimName().isPresent() ? namespace : own;
  }
}
