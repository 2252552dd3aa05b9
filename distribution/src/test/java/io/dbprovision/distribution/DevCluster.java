package io.dbprovision.distribution;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A real Kubernetes API server, etcd and controller manager for tests, by {@code hack/cluster.sh}.
 * Starting it the very first time may build the programs, which takes minutes. Thread-safe.
 */
public final class DevCluster implements AutoCloseable {
  private static final Duration SHORT = Duration.ofSeconds(60);
  private static final Duration LONG = Duration.ofMinutes(20);
  private final Path folder;
  private final Path programs;
  private final ApiClient api;

  private DevCluster(Path folder, Path programs) {
    this.folder = folder;
    this.programs = programs;
    this.api = new ApiClient(folder.resolve("kubeconfig"));
  }

  /**
   * @param folder where it keeps its files; one that was used before is emptied
   */
  public static DevCluster start(Path folder) {
    Command.script(SHORT, "cluster.sh", "down", folder.toString());
    empty(folder);
    Command.script(LONG, "cluster.sh", "up", folder.toString());
    return new DevCluster(folder, Path.of(Command.script(SHORT, "kube-tools.sh").strip()));
  }

  public Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }

  /** Where kubectl and the servers are. */
  public Path programs() {
    return programs;
  }

  /**
   * @param input what kubectl reads from {@code -f -}
   */
  public Command.Result kubectl(String input, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(programs.resolve("kubectl").toString());
    command.add("--kubeconfig=" + kubeconfig());
    command.addAll(List.of(arguments));
    return Command.run(SHORT, input, command);
  }

  /** As {@link #kubectl}, and fails when kubectl does. */
  public String must(String input, String... arguments) {
    return kubectl(input, arguments).must();
  }

  /** Waits until the kinds of all definitions that were applied are served. */
  public void serves() {
    Command.script(
        LONG,
        "established.sh",
        "%s --kubeconfig=%s".formatted(programs.resolve("kubectl"), kubeconfig()));
  }

  /**
   * One object, without a process of kubectl; empty when there is none.
   *
   * @param path as the API server knows it
   */
  public Optional<JsonNode> read(String path) {
    return api.read(path);
  }

  /**
   * Asks for the deletion of an object.
   *
   * @param path as the API server knows it
   */
  public void delete(String path) {
    api.delete(path);
  }

  /** As {@link #delete}, and does not let it wait for anybody. */
  public void end(String path) {
    api.delete(path);
    api.patch(path, "{\"metadata\":{\"finalizers\":null}}");
  }

  @Override
  public void close() {
    api.close();
    Command.script(SHORT, "cluster.sh", "down", folder.toString());
  }

  private static void empty(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
