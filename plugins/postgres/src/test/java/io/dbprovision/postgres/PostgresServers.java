package io.dbprovision.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Real servers, one for each sort that a test asks for; they live as long as the test JVM. */
final class PostgresServers {
  private static final Map<String, TestServer> RUNNING = new ConcurrentHashMap<>();
  private static final Path SCRIPT =
      Path.of(
          System.getProperty(
              "dbops.postgres.script",
              System.getProperty("dbops.repo", "../..") + "/hack/postgres.sh"));

  private PostgresServers() {}

  static TestServer plain(int major) {
    return RUNNING.computeIfAbsent(Integer.toString(major), key -> start(major, List.of()));
  }

  static TestServer tls(int major) {
    return RUNNING.computeIfAbsent(major + "-tls", key -> start(major, List.of("--tls")));
  }

  private static TestServer start(int major, List<String> flags) {
    try {
      Path folder = Files.createTempDirectory("dbops-pg" + major + "-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(major, folder)));
      run(command("start", major, folder, flags));
      Map<String, String> env = new HashMap<>();
      for (String line : run(command("env", major, folder, List.of())).lines().toList()) {
        String bare = line.startsWith("export ") ? line.substring("export ".length()) : line;
        int equals = bare.indexOf('=');
        if (equals > 0) {
          String value = bare.substring(equals + 1);
          boolean quoted = value.length() > 1 && value.startsWith("'") && value.endsWith("'");
          env.put(
              bare.substring(0, equals), quoted ? value.substring(1, value.length() - 1) : value);
        }
      }
      return new TestServer(major, folder, Map.copyOf(env));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stopping is not enough: what the server stored is partly outside of its folder. */
  private static void remove(int major, Path folder) {
    run(command("remove", major, folder, List.of()));
    try (Stream<Path> rest = Files.walk(folder)) {
      for (Path path : rest.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> command(String verb, int major, Path folder, List<String> flags) {
    List<String> command = new ArrayList<>(List.of(SCRIPT.toString(), verb));
    command.addAll(flags);
    command.addAll(List.of(Integer.toString(major), folder.toString()));
    return command;
  }

  private static String run(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + " failed: " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
