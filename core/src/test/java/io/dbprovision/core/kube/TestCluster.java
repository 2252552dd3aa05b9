package io.dbprovision.core.kube;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A real kube-apiserver, started once for all tests of this JVM, and kubectl beside it. */
final class TestCluster {
  private static final Path REPO = Path.of(System.getProperty("dbops.repo", ".."));
  private static final AtomicInteger NAMES = new AtomicInteger();

  private static final class Holder {
    static final TestCluster SHARED = started("kube");
  }

  private final Path directory;
  private final Path kubectl;

  private TestCluster(Path directory, Path kubectl) {
    this.directory = directory;
    this.kubectl = kubectl;
  }

  /** With our CRDs installed. */
  static TestCluster shared() {
    return Holder.SHARED;
  }

  /** One of its own, for tests that break it; stopped with the JVM at the latest. */
  static TestCluster started(String name) {
    try {
      Path directory = Files.createTempDirectory("dbops-" + name);
      String script = REPO.resolve("hack/cluster.sh").toString();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(script, directory)));
      run(List.of(script, "up", directory.toString()), "");
      Path tools = Path.of(run(List.of(REPO.resolve("hack/kube-tools.sh").toString()), "").strip());
      TestCluster cluster = new TestCluster(directory, tools.resolve("kubectl"));
      cluster.installCrds();
      return cluster;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path kubeconfig() {
    return directory.resolve("kubeconfig");
  }

  KubeClients clients() {
    return KubeClients.of(kubeconfig());
  }

  /** A namespace of a test's own. */
  String namespace() {
    String name = "test-" + NAMES.incrementAndGet();
    kubectl("create", "namespace", name);
    return name;
  }

  void installCrds() {
    apply(resource("crds.yaml"));
    run(
        List.of(
            REPO.resolve("hack/established.sh").toString(),
            kubectl + " --kubeconfig " + kubeconfig()),
        "");
  }

  String kubectl(String... arguments) {
    return kubectlWithInput("", arguments);
  }

  void apply(String yaml) {
    kubectlWithInput(yaml, "apply", "-f", "-");
  }

  String kubectlWithInput(String input, String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(kubectl.toString(), "--kubeconfig", kubeconfig().toString()));
    command.addAll(List.of(arguments));
    return run(command, input);
  }

  void cluster(String verb) {
    run(List.of(REPO.resolve("hack/cluster.sh").toString(), verb, directory.toString()), "");
  }

  static String resource(String name) {
    try (var in = TestCluster.class.getResourceAsStream("/kube/" + name)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void stop(String script, Path directory) {
    run(List.of(script, "down", directory.toString()), "");
    run(List.of("rm", "-rf", directory.toString()), "");
  }

  private static String run(List<String> command, String input) {
    try {
      Path output = Files.createTempFile("dbops-out", ".txt");
      Path errors = Files.createTempFile("dbops-err", ".txt");
      try {
        // to files: what the script starts in the background would hold a pipe open
        Process process =
            new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        try (var stdin = process.getOutputStream()) {
          stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        if (!process.waitFor(15, TimeUnit.MINUTES) || process.exitValue() != 0) {
          throw new IllegalStateException(
              command + " failed: " + Files.readString(output) + Files.readString(errors));
        }
        return Files.readString(output);
      } finally {
        Files.delete(output);
        Files.delete(errors);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(command + " was interrupted", e);
    }
  }
}
