package io.dbprovision.core.backup.stream;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Python that has some packages: the system's, or one with its own below {@code target}. */
final class Python {
  private Python() {}

  /** Skips the test where there is no Python, or no way to its packages, and says so loudly. */
  static Path with(Path home, String... packages) throws IOException, InterruptedException {
    Files.createDirectories(home);
    List<String> asked = List.of("python3", "-c", "import " + String.join(", ", packages));
    // a distribution's packages do where the registry cannot be reached
    if (run(home, asked)) {
      return Path.of("python3");
    }
    return installed(home, packages);
  }

  private static Path installed(Path home, String... packages)
      throws IOException, InterruptedException {
    Path python = home.resolve("bin/python");
    Path complete = home.resolve("complete");
    if (!Files.exists(complete)) {
      require(run(home, List.of("python3", "-m", "venv", home.toString())), "no python3 -m venv");
      List<String> install =
          new ArrayList<>(List.of(python.toString(), "-m", "pip", "install", "--quiet"));
      install.addAll(List.of(packages));
      require(
          run(home, install),
          "packages cannot be installed, see %s/log; apt-get install python3-cryptography python3-zstandard python3-lz4 does as well"
              .formatted(home));
      Files.createFile(complete);
    }
    return python;
  }

  private static void require(boolean there, String whyNot) {
    if (!there) {
      System.err.println("SKIPPED: another program's reading of backups was not tried: " + whyNot);
    }
    assumeTrue(there, whyNot);
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
