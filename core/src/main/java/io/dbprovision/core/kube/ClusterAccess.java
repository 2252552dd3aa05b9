package io.dbprovision.core.kube;

import io.fabric8.kubernetes.client.Config;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether anything says which cluster to talk to. The client itself would go on with a host name
 * that only exists inside a cluster.
 */
public final class ClusterAccess {
  private static final String VARIABLE = "KUBECONFIG";

  private ClusterAccess() {}

  /**
   * @param environment the process's variables
   * @return a sentence for people with the way out; empty when there is something to try
   */
  public static Optional<String> whyNone(Map<String, String> environment) {
    return whyNone(environment, Path.of(Config.KUBERNETES_SERVICE_ACCOUNT_TOKEN_PATH));
  }

  static Optional<String> whyNone(Map<String, String> environment, Path token) {
    String variable = environment.getOrDefault(VARIABLE, "");
    List<Path> named =
        Arrays.stream(variable.split(File.pathSeparator, -1))
            .filter(path -> !path.isBlank())
            .map(Path::of)
            .toList();
    if (!named.isEmpty()) {
      return named.stream().anyMatch(ClusterAccess::isFile)
          ? Optional.empty()
          : Optional.of(VARIABLE + " names " + variable + ", which cannot be read: correct it");
    }
    Path standard =
        Path.of(
            environment.getOrDefault("HOME", System.getProperty("user.home", ".")),
            ".kube",
            "config");
    return isFile(standard) || isFile(token)
        ? Optional.empty()
        : Optional.of(
            "no cluster is configured: set %s to a kubeconfig; there is no %s, and this is no pod"
                .formatted(VARIABLE, standard));
  }

  private static boolean isFile(Path path) {
    return Files.isRegularFile(path) && Files.isReadable(path);
  }
}
