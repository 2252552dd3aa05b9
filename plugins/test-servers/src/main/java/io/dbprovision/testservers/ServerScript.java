package io.dbprovision.testservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The script of {@code hack} that runs servers of one product natively. */
public record ServerScript(Path path) {
  private static final String PASSWORD = "{password}";

  /** {@code hack/PRODUCT.sh} of this repository. */
  public static ServerScript of(String product) {
    return new ServerScript(
        Path.of(System.getProperty("dbops.repo", "../.."), "hack", product + ".sh"));
  }

  /**
   * Starts a server, which is removed when the JVM ends.
   *
   * @return what the script's {@code env} says of it
   */
  public Map<String, String> start(String version, List<String> flags) {
    try {
      Path folder = Files.createTempDirectory("dbops-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(version, folder)));
      List<String> command = new ArrayList<>(List.of("start"));
      command.addAll(flags);
      command.addAll(List.of(version, folder.toString()));
      run(command);
      return values(run(List.of("env", version, folder.toString())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The statements by which the script makes the operator's admin, with this password. */
  public List<String> adminStatements(String password) {
    return run(List.of("admin"))
        .lines()
        .map(line -> line.replace(PASSWORD, password).replaceFirst(";$", ""))
        .toList();
  }

  static Map<String, String> values(String lines) {
    return lines
        .lines()
        .map(line -> line.split("=", 2))
        .collect(Collectors.toUnmodifiableMap(parts -> parts[0], parts -> unquoted(parts[1])));
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() > 1 && value.startsWith("'") && value.endsWith("'");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  /** Stopping is not enough: what a server stored is partly outside of its folder. */
  private void remove(String version, Path folder) {
    run(List.of("remove", version, folder.toString()));
    try (Stream<Path> rest = Files.walk(folder)) {
      for (Path each : rest.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it prints; fails when it does. */
  String run(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(path.toString()));
    command.addAll(arguments);
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
