package io.dbprovision.distribution.fault;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Workers by the records that operators find them by. */
public final class WorkerProcess {
  private WorkerProcess() {}

  /** Empty when it has ended, or there is no such work. */
  public static Optional<ProcessHandle> of(Path work) {
    try {
      String record = Files.readString(work.resolve("worker.json"));
      return ProcessHandle.of(new ObjectMapper().readTree(record).get("pid").asLong())
          .filter(ProcessHandle::isAlive)
          .filter(process -> says(process, "worker.args"));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether its command line has this in it; Java itself tells no long ones. */
  static boolean says(ProcessHandle process, String word) {
    return read(process, "cmdline").contains(word);
  }

  /** Whether that is a variable of its environment. */
  static boolean has(ProcessHandle process, String variable) {
    return hasAny(process, Set.of(variable));
  }

  static boolean hasAny(ProcessHandle process, Set<String> variables) {
    return Arrays.stream(read(process, "environ").split("\0", -1)).anyMatch(variables::contains);
  }

  private static String read(ProcessHandle process, String file) {
    Path text = Path.of("/proc", Long.toString(process.pid()), file);
    try {
      return Files.readString(text, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
