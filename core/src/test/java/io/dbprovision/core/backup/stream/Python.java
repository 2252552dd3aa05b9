package io.dbprovision.core.backup.stream;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Python with packages of its own, made once below {@code target}. */
final class Python {
  private Python() {}

  /** Skips the test where there is no Python, or no way to its packages. */
  static Path with(Path home, String... packages) throws IOException, InterruptedException {
    Path python = home.resolve("bin/python");
    Path complete = home.resolve("complete");
    if (!Files.exists(complete)) {
      Files.createDirectories(home);
      assumeTrue(
          run(home, List.of("python3", "-m", "venv", home.toString())), "no python3 -m venv");
      List<String> install =
          new ArrayList<>(List.of(python.toString(), "-m", "pip", "install", "--quiet"));
      install.addAll(List.of(packages));
      assumeTrue(run(home, install), "packages cannot be installed; see " + home + "/log");
      Files.createFile(complete);
    }
    return python;
  }

  private static boolean run(Path home, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
    process.redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("log").toFile()));
    try {
      return process.start().waitFor() == 0;
    } catch (IOException noSuchProgram) {
      return false;
    }
  }
}
