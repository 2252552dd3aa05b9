package io.dbprovision.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs commands to their end. */
public final class Command {
  private Command() {}

  /** What a command said, and its exit status. */
  public record Result(int status, String out, String err) {
    /** What it printed; it must have succeeded. */
    public String must() {
      if (status != 0) {
        throw new IllegalStateException("exit status " + status + ": " + out + err);
      }
      return out;
    }
  }

  /** A script of {@code hack}, which must succeed. */
  public static String script(Duration atMost, String name, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Repo.root().resolve("hack").resolve(name).toString());
    command.addAll(List.of(arguments));
    return run(atMost, "", command).must();
  }

  /**
   * @param input what it reads; it is ended when it runs longer than {@code atMost}
   */
  public static Result run(Duration atMost, String input, List<String> command) {
    try {
      // files and not pipes: a server that a script starts would hold a pipe open
      Path out = Files.createTempFile("dbops-test", ".out");
      Path err = Files.createTempFile("dbops-test", ".err");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try (var stdin = process.getOutputStream()) {
          stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        if (!process.waitFor(atMost.toSeconds(), TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new IllegalStateException("no end: " + String.join(" ", command));
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
}
