package io.dbprovision.core.cli;

import io.dbprovision.core.kube.ClusterAccess;
import io.dbprovision.core.kube.Kube;
import io.dbprovision.core.kube.KubeClients;
import io.dbprovision.core.kube.KubeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster, if any. Fields are not final because picocli fills them. */
final class ClusterOptions {
  private static final int REQUESTS = 8;

  @Option(
      names = "--kubeconfig",
      paramLabel = "<file>",
      description = "The cluster (default: $KUBECONFIG, else ~/.kube/config, else this pod's).")
  private @Nullable Path kubeconfig;

  @Option(names = "--offline", description = "Leave out what needs the API server.")
  private boolean offline;

  boolean offline() {
    return offline;
  }

  /** Whether the command line itself says which. */
  boolean named() {
    return kubeconfig != null;
  }

  /** Whether anything says which. */
  boolean known() {
    return named() || ClusterAccess.whyNone(System.getenv()).isEmpty();
  }

  /**
   * Opens no connection yet.
   *
   * @throws CliException when nothing says where the cluster is, or what says so is not readable
   */
  Kube open(String instanceId) {
    Optional<String> problem =
        kubeconfig == null
            ? ClusterAccess.whyNone(System.getenv())
            : ClusterAccess.whyUseless("--kubeconfig", List.of(kubeconfig));
    if (problem.isPresent()) {
      throw new CliException(problem.get());
    }
    return new Kube(
        clients(), instanceId, Set.of(), REQUESTS, (kind, operation) -> {}, InstantSource.system());
  }

  /** What to do about an answer, or none, of the API server. */
  static String wayOut(KubeException failure) {
    return switch (failure.kind()) {
      case FORBIDDEN -> "use a kubeconfig whose user may";
      case UNAVAILABLE -> "start the cluster, or choose another one by KUBECONFIG";
      case CONFLICT, NOT_FOUND, EXISTS, NAMESPACE_TERMINATING, INVALID ->
          "choose another cluster by KUBECONFIG";
    };
  }

  private KubeClients clients() {
    try {
      return kubeconfig == null ? KubeClients.autoConfigured() : KubeClients.of(kubeconfig);
    } catch (RuntimeException e) {
      if (kubeconfig != null && !Files.isReadable(kubeconfig)) {
        throw new CliException("there is no readable file " + kubeconfig, e);
      }
      // whatever the client says quotes the file, which has tokens in it
      throw new CliException("the kubeconfig is broken; kubectl config view tells where", e);
    }
  }
}
