package io.dbprovision.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.SecretText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The client programs that run for a copy right now: the processes this one has started. */
final class StartedTools {
  private StartedTools() {}

  static void kill() {
    assertThat(all()).as("programs that run").isNotEmpty();
    all().forEach(ProcessHandle::destroyForcibly);
  }

  /** Looks at what everybody on the machine may read of a process. */
  static void assertNoneShows(SecretText password) {
    for (ProcessHandle tool : all()) {
      for (String file : List.of("cmdline", "environ")) {
        assertThat(shown(Path.of("/proc", Long.toString(tool.pid()), file)))
            .as("%s of a tool", file)
            .doesNotContain(password.reveal());
      }
    }
  }

  private static List<ProcessHandle> all() {
    return ProcessHandle.current().descendants().toList();
  }

  /** Nothing of a process that has ended meanwhile, and where the system has no such files. */
  private static String shown(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
