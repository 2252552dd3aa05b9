package io.dbprovision.distribution.operator;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dbprovision.distribution.Repo;
import io.dbprovision.testservers.ClientPrograms;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code bin/dbops operator} as a process of its own. Its log outlives its restarts. */
public final class OperatorUnderTest implements AutoCloseable {
  private static final int TAIL = 12_000;
  private final Path kubeconfig;
  private final Path log;
  private final int healthPort = freePort();
  private final int metricsPort = freePort();
  private @Nullable Process process;

  public OperatorUnderTest(Path kubeconfig, Path log) {
    this.kubeconfig = kubeconfig;
    this.log = log;
  }

  /** Returns when it says that it is ready. */
  public void start(String... flags) {
    List<String> command = new ArrayList<>();
    command.add(Repo.home().resolve("bin/dbops").toString());
    command.add("operator");
    command.add("--health-probe-bind-address=127.0.0.1:" + healthPort);
    command.add("--metrics-bind-address=127.0.0.1:" + metricsPort);
    // else its works would be counted among those of other operators of the same user
    command.add("--work-dir=" + works());
    command.add("--pvc-root=" + volumes());
    command.addAll(List.of(flags));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("DBOPS_TOOLS", tools());
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    try {
      Files.createDirectories(volumes());
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Await.until("the operator is ready", Duration.ofSeconds(60), this::ready, this::tail);
  }

  /** Where it tells its metrics, by HTTPS. */
  URI metrics() {
    return URI.create("https://localhost:" + metricsPort + "/metrics");
  }

  /** What it knows of the processes that it started. */
  Path works() {
    return log.resolveSibling("works");
  }

  /** What it takes for the volumes of claims. */
  public Path volumes() {
    return log.resolveSibling("volumes");
  }

  private static String tools() {
    Path mysql = ClientPrograms.folder("mysql-clients");
    return Stream.of(
            ClientPrograms.folder("pg-clients"), mysql.resolve("mysql"), mysql.resolve("mariadb"))
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** The process that copies or restores for an object, if one does. */
  Optional<ProcessHandle> worker(String uid) {
    Path record = works().resolve(uid).resolve("worker.json");
    try {
      return Files.exists(record)
          ? ProcessHandle.of(new ObjectMapper().readTree(record.toFile()).path("pid").asLong())
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What another command of the program prints about the same cluster, and its exit code. */
  String dbops(Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Repo.home().resolve("bin/dbops").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    builder.environment().putAll(environment);
    try {
      Process one = builder.start();
      String text = new String(one.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      end(one);
      return text + "exit code " + one.exitValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As a node that loses power. */
  void kill9() {
    end(running().destroyForcibly());
  }

  /** As a Pod that is deleted: SIGTERM. */
  void stop() {
    running().destroy();
    end(running());
  }

  /** For tests that begin at the same time as well. */
  synchronized void ensureRunning() {
    if (!isRunning()) {
      start();
    }
  }

  boolean isRunning() {
    return process != null && process.isAlive();
  }

  public String log() {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String tail() {
    String all = log();
    return "... the operator's log:\n" + all.substring(Math.max(0, all.length() - TAIL));
  }

  @Override
  public void close() {
    if (isRunning()) {
      stop();
    }
  }

  private boolean ready() {
    try {
      URI uri = URI.create("http://127.0.0.1:" + healthPort + "/readyz");
      HttpURLConnection http = (HttpURLConnection) uri.toURL().openConnection();
      http.setConnectTimeout(1000);
      http.setReadTimeout(2000);
      return http.getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private Process running() {
    if (process == null) {
      throw new IllegalStateException("the operator was not started");
    }
    return process;
  }

  private static void end(Process process) {
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the operator did not end within 20 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
