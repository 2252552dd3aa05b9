package io.dbprovision.distribution.operator;

import io.dbprovision.distribution.Command.Result;
import io.dbprovision.distribution.Repo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * {@code bin/dbops} as a person runs it, who has no kubeconfig and no settings but those given
 * here.
 *
 * @param folder for its output, and where no {@code .kube} is
 * @param environment beside what it inherits
 */
record Dbops(Path folder, Map<String, String> environment) {
  private static final List<String> SETTINGS =
      List.of("KUBECONFIG", "DBOPS_PLUGINS_DIR", "DBOPS_PASSWORD");

  Dbops {
    environment = Map.copyOf(environment);
  }

  static Dbops in(Path folder) {
    return new Dbops(folder, Map.of());
  }

  Dbops with(String variable, String value) {
    Map<String, String> more = new LinkedHashMap<>(environment);
    more.put(variable, value);
    return new Dbops(folder, more);
  }

  Result run(String... arguments) {
    return runOn("", arguments);
  }

  /**
   * @param input what it reads from standard input
   */
  Result runOn(String input, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Repo.home().resolve("bin/dbops").toString());
    command.addAll(List.of(arguments));
    try {
      Path out = Files.createTempFile(folder, "dbops", ".out");
      Path err = Files.createTempFile(folder, "dbops", ".err");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().keySet().removeAll(SETTINGS);
      builder.environment().put("HOME", folder.toString());
      builder.environment().putAll(environment);
      Process process = builder.start();
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("no end: " + String.join(" ", command));
      }
      return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
