package io.dbprovision.mysql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Real servers, one for each sort that a test asks for; they live as long as the test JVM. */
final class Servers {
  private static final Map<String, TestServer> RUNNING = new ConcurrentHashMap<>();

  private Servers() {}

  static TestServer plain(Product product) {
    return RUNNING.computeIfAbsent(
        product.name, key -> known(start(product, List.of("--general-log"))));
  }

  /** MySQL remembers who has proved a password, and asks for less from then on. */
  private static TestServer known(TestServer server) {
    if (!server.letsIn(server.admin().username(), server.admin().password().reveal())) {
      throw new IllegalStateException("the server does not let its admin in");
    }
    return server;
  }

  static TestServer tls(Product product) {
    return RUNNING.computeIfAbsent(product.name + "-tls", key -> start(product, List.of("--tls")));
  }

  private static TestServer start(Product product, List<String> flags) {
    try {
      Path folder = Files.createTempDirectory("dbops-my-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(product, folder)));
      run(command(product, "start", folder, flags));
      Map<String, String> env = new HashMap<>();
      for (String line : run(command(product, "env", folder, List.of())).lines().toList()) {
        int equals = line.indexOf('=');
        String value = line.substring(equals + 1);
        boolean quoted = value.length() > 1 && value.startsWith("'") && value.endsWith("'");
        env.put(line.substring(0, equals), quoted ? value.substring(1, value.length() - 1) : value);
      }
      return new TestServer(product, Map.copyOf(env));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Product product, Path folder) {
    run(command(product, "remove", folder, List.of()));
    try {
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> command(
      Product product, String verb, Path folder, List<String> flags) {
    List<String> command = new ArrayList<>(List.of(product.script(), verb));
    command.addAll(flags);
    command.addAll(List.of(product.version, folder.toString()));
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
