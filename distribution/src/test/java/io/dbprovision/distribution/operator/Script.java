package io.dbprovision.distribution.operator;

import io.dbprovision.distribution.Repo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the scripts in {@code hack}. */
final class Script {
  private Script() {}

  /** What it printed; it must succeed. */
  static String run(String name, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Repo.root().resolve("hack").resolve(name).toString());
    command.addAll(List.of(arguments));
    try {
      // a file and not a pipe: a server started by the script would hold the pipe open
      Path out = Files.createTempFile("dbops-it", ".out");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        if (!process.waitFor(300, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new IllegalStateException("no end: " + String.join(" ", command));
        }
        String text = Files.readString(out);
        if (process.exitValue() != 0) {
          throw new IllegalStateException(String.join(" ", command) + ": " + text);
        }
        return text;
      } finally {
        Files.delete(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
