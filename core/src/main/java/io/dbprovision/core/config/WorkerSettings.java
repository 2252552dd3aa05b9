package io.dbprovision.core.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How backups and restores are done.
 *
 * @param imageOrNull of the Jobs; null for the operator's own
 * @param serviceAccount of the Jobs in the operator's namespace; empty for its default one
 * @param memory limit of a Job's pod, as Kubernetes writes it
 * @param folder of what is known of processes
 * @param toolFolders searched for client programs before the system's
 * @param most at once
 * @param mostPerInstance at once on one database server
 * @param claimRoot where the manager has PersistentVolumeClaims mounted
 */
public record WorkerSettings(
    WorkerMode mode,
    @Nullable String imageOrNull,
    String serviceAccount,
    String memory,
    Path folder,
    List<Path> toolFolders,
    int most,
    int mostPerInstance,
    Path claimRoot) {
  private static final Pattern QUANTITY = Pattern.compile("[1-9][0-9]*(Mi|Gi|M|G)");
  private static final Pattern NAME = Pattern.compile("([a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?)?");

  public WorkerSettings {
    toolFolders = List.copyOf(toolFolders);
  }

  public Optional<String> image() {
    return Optional.ofNullable(imageOrNull);
  }

  List<String> problems() {
    List<String> problems = new ArrayList<>();
    Limits.within(problems, "--max-workers", most, 1, 256);
    Limits.within(problems, "--max-workers-per-instance", mostPerInstance, 1, 256);
    if (!QUANTITY.matcher(memory).matches()) {
      problems.add(
          "--worker-memory: \"" + memory + "\" is no amount of memory such as 512Mi or 1Gi");
    }
    if (!NAME.matcher(serviceAccount).matches()) {
      problems.add(
          "--worker-service-account: \"" + serviceAccount + "\" is no name of a service account");
    }
    return problems;
  }
}
