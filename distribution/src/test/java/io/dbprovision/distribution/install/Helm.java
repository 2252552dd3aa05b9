package io.dbprovision.distribution.install;

import io.dbprovision.distribution.Command;
import io.dbprovision.distribution.Command.Result;
import io.dbprovision.distribution.DevCluster;
import io.dbprovision.distribution.Repo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** helm, built by {@code hack/helm.sh} the first time, with the chart of the working copy. */
final class Helm {
  static final String RELEASE = "db-provision-operator";
  static final String NAMESPACE = "db-provision-operator-system";
  private static final Duration BUILD = Duration.ofMinutes(20);
  private static final Duration SHORT = Duration.ofSeconds(60);

  private final Path program = Path.of(Command.script(BUILD, "helm.sh").strip());
  private final Path chart = Repo.root().resolve("distribution/helm/db-provision-operator");
  private final Path kubeconfig;

  Helm(DevCluster cluster) {
    this.kubeconfig = cluster.kubeconfig();
  }

  /** The objects that the chart makes of values, as YAML. */
  Rendered template(String values) {
    return Rendered.of(tryTemplate(values).must());
  }

  Result tryTemplate(String values) {
    return run(
        "template",
        RELEASE,
        chart.toString(),
        "-n",
        NAMESPACE,
        "-f",
        file(values),
        // a helm built from its module alone takes a very old one for granted
        "--kube-version=1.34.0");
  }

  Result lint(String values) {
    return run("lint", "--strict", chart.toString(), "-f", file(values));
  }

  /**
   * @param verb install or upgrade
   */
  Result release(String verb, String release, String namespace, String values) {
    return run(verb, release, chart.toString(), "-n", namespace, "-f", file(values));
  }

  Result uninstall(String release, String namespace) {
    return run("uninstall", release, "-n", namespace, "--wait", "--timeout", "30s");
  }

  private Result run(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(List.of(arguments));
    command.add("--kubeconfig=" + kubeconfig);
    return Command.run(SHORT, "", command);
  }

  private static String file(String values) {
    try {
      Path file = Files.createTempFile(Repo.work(), "values", ".yaml");
      file.toFile().deleteOnExit();
      return Files.writeString(file, values).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
