package io.dbprovision.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A real Kubernetes API server, etcd and controller manager for tests, by {@code hack/cluster.sh}.
 * Starting it the very first time may build the programs, which takes minutes. Thread-safe.
 */
public final class DevCluster implements AutoCloseable {
  private final Path folder;
  private final Path programs;

  private DevCluster(Path folder, Path programs) {
    this.folder = folder;
    this.programs = programs;
  }

  /**
   * @param folder where it keeps its files; one that was used before is emptied
   */
  public static DevCluster start(Path folder) {
    Path hack = Repo.root().resolve("hack");
    expect(run(null, 60, hack.resolve("cluster.sh").toString(), "down", folder.toString()));
    delete(folder);
    expect(run(null, 1200, hack.resolve("cluster.sh").toString(), "up", folder.toString()));
    Result tools = expect(run(null, 60, hack.resolve("kube-tools.sh").toString()));
    return new DevCluster(folder, Path.of(tools.out().strip()));
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
  public Result kubectl(String input, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(programs.resolve("kubectl").toString());
    command.add("--kubeconfig=" + kubeconfig());
    command.addAll(List.of(arguments));
    return run(input, 60, command.toArray(String[]::new));
  }

  /** As {@link #kubectl}, and fails when kubectl does. */
  public String must(String input, String... arguments) {
    return expect(kubectl(input, arguments)).out();
  }

  @Override
  public void close() {
    String script = Repo.root().resolve("hack/cluster.sh").toString();
    expect(run(null, 60, script, "down", folder.toString()));
  }

  /** What a command said, and its exit status. */
  public record Result(int status, String out, String err) {}

  private static Result expect(Result result) {
    if (result.status() != 0) {
      throw new IllegalStateException("exit status " + result.status() + ": " + result.err());
    }
    return result;
  }

  private static Result run(@Nullable String input, long timeoutSeconds, String... command) {
    try {
      Path out = Files.createTempFile("dbops-test", ".out");
      Path err = Files.createTempFile("dbops-test", ".err");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try (var stdin = process.getOutputStream()) {
          stdin.write((input == null ? "" : input).getBytes(StandardCharsets.UTF_8));
        }
        if (!process.waitFor(timeoutSeconds, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new IllegalStateException("no end after a long time: " + String.join(" ", command));
        }
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void delete(Path folder) {
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
