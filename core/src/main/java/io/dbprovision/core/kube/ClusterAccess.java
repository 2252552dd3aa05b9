package io.dbprovision.core.kube;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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
          ? whyUseless(VARIABLE, named)
          : Optional.of(VARIABLE + " names " + variable + ", which cannot be read: correct it");
    }
    Path standard =
        Path.of(
            environment.getOrDefault("HOME", System.getProperty("user.home", ".")),
            ".kube",
            "config");
    if (isFile(standard)) {
      return isFile(token) ? Optional.empty() : whyUseless("the default", List.of(standard));
    }
    return isFile(token)
        ? Optional.empty()
        : Optional.of(
            "no cluster is configured: set %s to a kubeconfig; there is no %s, and this is no pod"
                .formatted(VARIABLE, standard));
  }

  /**
   * Whether kubeconfigs, taken together, lead to a cluster. One that is broken is not told here.
   *
   * @param named what names them
   */
  public static Optional<String> whyUseless(String named, List<Path> kubeconfigs) {
    boolean clusters = false;
    boolean chosen = false;
    for (Path file : kubeconfigs) {
      if (!isFile(file)) {
        continue;
      }
      try {
        var content = KubeConfigUtils.parseConfig(file.toFile());
        clusters |= content != null && !content.getClusters().isEmpty();
        chosen |=
            content != null
                && content.getCurrentContext() != null
                && !content.getCurrentContext().isEmpty();
      } catch (RuntimeException e) {
        return Optional.empty();
      }
    }
    String files = kubeconfigs.stream().map(Path::toString).collect(Collectors.joining(", "));
    if (!clusters) {
      return Optional.of(
          "%s names %s, which has no cluster in it: choose another file".formatted(named, files));
    }
    return chosen
        ? Optional.empty()
        : Optional.of(
            "%s names %s, which has no current-context: choose one with kubectl config use-context"
                .formatted(named, files));
  }

  private static boolean isFile(Path path) {
    return Files.isRegularFile(path) && Files.isReadable(path);
  }
}
