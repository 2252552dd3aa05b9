package io.dbprovision.core.backup.work;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What a worker has in its environment, and by inheritance all that it starts. The client programs
 * of a worker that was killed are nobody's children any more; an operator that was started anew is
 * no parent of anything: by the mark both find them.
 *
 * @param value empty for a worker of an operator before this one, which nothing is found by
 */
record WorkMark(String value) {
  /** Plugins that give their programs an environment of their own pass it on. */
  static final String NAME = "DBOPS_WORK";

  /** What is ended may have started something meanwhile. */
  private static final int ROUNDS = 10;

  static WorkMark fresh() {
    return new WorkMark(UUID.randomUUID().toString());
  }

  void put(Map<String, String> environment) {
    environment.put(NAME, value);
  }

  /** Ends all that bear it; never throws. Where there is no /proc nothing is found. */
  void end() {
    List<ProcessHandle> left = bearers();
    for (int round = 0; round < ROUNDS && !left.isEmpty(); round++) {
      left.forEach(ProcessHandle::destroyForcibly);
      left = bearers();
    }
  }

  private List<ProcessHandle> bearers() {
    return value.isEmpty()
        ? List.of()
        : ProcessHandle.allProcesses()
            .filter(ProcessHandle::isAlive)
            .filter(this::isBorneBy)
            .toList();
  }

  private boolean isBorneBy(ProcessHandle process) {
    Path environment = Path.of("/proc", Long.toString(process.pid()), "environ");
    try (Stream<String> all =
        Arrays.stream(Files.readString(environment, StandardCharsets.ISO_8859_1).split("\0", -1))) {
      return all.anyMatch((NAME + "=" + value)::equals);
    } catch (IOException e) {
      // another user's, or gone
      return false;
    }
  }
}
