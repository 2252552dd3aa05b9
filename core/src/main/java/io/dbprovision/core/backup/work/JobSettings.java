package io.dbprovision.core.backup.work;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How Jobs are made.
 *
 * @param instanceId of the operator: it looks after Jobs with this id only
 * @param pod the name of the operator's own pod, which Jobs are modelled on; null outside a cluster
 * @param image null for that of the operator's own pod
 * @param serviceAccount in the operator's namespace; empty for the default one
 * @param memory limit of the pod
 * @param options for plugins and tools, as the operator itself has them
 * @param folders that these options name: volumes that the operator has there are mounted, too
 */
public record JobSettings(
    String instanceId,
    @Nullable String pod,
    @Nullable String image,
    String serviceAccount,
    String memory,
    List<String> options,
    List<Path> folders) {
  public JobSettings {
    Objects.requireNonNull(instanceId, "instanceId");
    Objects.requireNonNull(serviceAccount, "serviceAccount");
    Objects.requireNonNull(memory, "memory");
    options = List.copyOf(options);
    folders = List.copyOf(folders);
  }

  public Optional<String> ownPod() {
    return Optional.ofNullable(pod);
  }

  public Optional<String> ownImage() {
    return Optional.ofNullable(image);
  }
}
