package io.dbprovision.distribution.operator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What everybody on the machine can see of processes: arguments; and what their user can:
 * environment.
 */
final class ProcessTexts {
  private static final Path PROC = Path.of("/proc");

  private ProcessTexts() {}

  /** Of all processes whose arguments hold one of those texts. */
  static String of(List<String> marks) {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> entries = Files.list(PROC)) {
      for (Path process :
          entries.filter(p -> p.getFileName().toString().matches("\\d+")).toList()) {
        String arguments = text(process.resolve("cmdline"));
        if (marks.stream().anyMatch(arguments::contains)) {
          all.append(arguments).append('\n').append(text(process.resolve("environ"))).append('\n');
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.toString();
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).replace('\0', ' ');
    } catch (IOException e) {
      return ""; // it has ended, or is not ours to look at
    }
  }
}
