package io.dbprovision.core.cli;

import io.dbprovision.core.config.LogFormat;
import io.dbprovision.core.config.LogLevel;
import io.dbprovision.core.config.LogSettings;
import io.dbprovision.core.config.TimeEncoding;
import io.dbprovision.core.kube.ClusterAccess;
import io.dbprovision.core.kube.KubeCluster;
import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.observability.Logs;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Where the commands for people look, by the names that kubectl has for it. Fields are not final
 * because picocli fills them.
 */
final class UserOptions {
  @Option(
      names = "--kubeconfig",
      paramLabel = "<file>",
      description = "The cluster (default: $KUBECONFIG, else ~/.kube/config, else this pod's).")
  private @Nullable Path kubeconfig;

  @Option(
      names = "--context",
      paramLabel = "<name>",
      description = "The context of the kubeconfig (default: its current one).")
  private @Nullable String context;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "<name>",
      description = "The namespace (default: that of the kubeconfig).")
  private @Nullable String namespace;

  @Option(
      names = "--log-level",
      defaultValue = "off",
      hidden = true,
      paramLabel = "off|error|warn|info|debug",
      description = "What to log to standard error (default: ${DEFAULT-VALUE}).")
  private LogLevel level = LogLevel.OFF;

  /** What a command does with a cluster. */
  @FunctionalInterface
  interface Work {
    int with(Desk desk) throws Exception;
  }

  /**
   * Opens the cluster, has that done, and closes it.
   *
   * @throws CliException when there is no cluster, or it does not answer
   */
  int on(PrintWriter out, PrintWriter err, Work work) throws Exception {
    Logs.configure(new LogSettings(LogFormat.TEXT, level, LogLevel.ERROR, TimeEncoding.ISO8601));
    try (KubeCluster cluster = open()) {
      String here = namespace == null || namespace.isBlank() ? cluster.namespace() : namespace;
      int code = work.with(new Desk(cluster, here, InstantSource.system(), out, err));
      out.flush();
      return code;
    } catch (KubeException e) {
      throw new CliException("the API server: " + e.getMessage() + wayOut(e), e);
    }
  }

  private static String wayOut(KubeException e) {
    return switch (e.kind()) {
      case FORBIDDEN, UNAVAILABLE -> " (" + ClusterOptions.wayOut(e) + ")";
      case CONFLICT -> " (somebody else wrote at the same time: look again)";
      case NOT_FOUND, EXISTS, NAMESPACE_TERMINATING, INVALID -> "";
    };
  }

  private KubeCluster open() {
    Optional<String> problem =
        kubeconfig == null
            ? ClusterAccess.whyNone(System.getenv())
            : ClusterAccess.whyUseless("--kubeconfig", List.of(kubeconfig));
    // which of its contexts is the current one is no matter where one is named
    if (problem.isPresent() && (context == null || !problem.get().contains("current-context"))) {
      throw new CliException(problem.get());
    }
    try {
      return KubeCluster.open(Optional.ofNullable(kubeconfig), Optional.ofNullable(context));
    } catch (IllegalArgumentException e) {
      throw new CliException(e.getMessage() + "; kubectl config get-contexts lists them", e);
    } catch (RuntimeException e) {
      // whatever the client says quotes the file, which has tokens in it
      throw new CliException("the kubeconfig is broken; kubectl config view tells where", e);
    }
  }
}
