package io.dbprovision.postgres;

import io.dbprovision.testservers.ServerChoice;
import io.dbprovision.testservers.ServerScript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** Real servers, one for each sort that a test asks for; they live as long as the test JVM. */
final class PostgresServers {
  static final String PRODUCT = "postgres";

  /** Most of what it takes to make and drop a database is files. */
  private static final String IN_MEMORY = "--in-memory";

  private static final List<String> NATIVELY = List.of("15", "18");
  private static final List<String> MATRIX = List.of("14", "15", "16", "17", "18");
  private static final Map<String, TestServer> RUNNING = new ConcurrentHashMap<>();

  private PostgresServers() {}

  /** The versions that the conformance suite is for in this run. */
  static List<Integer> majors() {
    return ServerChoice.ofThisRun().versions(PRODUCT, NATIVELY, MATRIX).stream()
        .map(Integer::valueOf)
        .toList();
  }

  static TestServer plain(int major) {
    return RUNNING.computeIfAbsent(Integer.toString(major), key -> start(major));
  }

  /** Runs natively even where the others are in containers: its certificates are the script's. */
  static TestServer tls(int major) {
    return RUNNING.computeIfAbsent(
        major + "-tls", key -> script(major, List.of("--tls", IN_MEMORY)));
  }

  private static TestServer start(int major) {
    ServerChoice choice = ServerChoice.ofThisRun();
    return choice.containers()
        ? PostgresContainer.start(major, choice.image(PRODUCT, Integer.toString(major)))
        : script(major, List.of(IN_MEMORY));
  }

  private static TestServer script(int major, List<String> flags) {
    Map<String, String> env = ServerScript.of(PRODUCT).start(Integer.toString(major), flags);
    Path log = Path.of(Objects.requireNonNull(env.get("PGLOG")));
    return new TestServer(major, env, () -> text(log));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
