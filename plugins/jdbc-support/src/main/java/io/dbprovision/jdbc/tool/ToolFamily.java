package io.dbprovision.jdbc.tool;

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
 * A program and all that it started. Those whose parent was killed are nobody's children any more,
 * so all of a family have a mark in their environment, which they inherit.
 */
final class ToolFamily {
  private static final String NAME = "DBOPS_TOOL";

  /** Of the worker that this runs in: the operator ends whatever has it when the worker is over. */
  private static final String WORK = "DBOPS_WORK";

  /** What is ended may have started something meanwhile. */
  private static final int ROUNDS = 10;

  private final String mark;

  private ToolFamily(String mark) {
    this.mark = mark;
  }

  /**
   * @param environment of a program that is about to be started
   */
  static ToolFamily begin(Map<String, String> environment) {
    ToolFamily family = new ToolFamily(UUID.randomUUID().toString());
    environment.put(NAME, family.mark);
    String work = System.getenv(WORK);
    if (work != null) {
      environment.put(WORK, work);
    }
    return family;
  }

  /** All but the first; where there is no /proc, only what is below it as long as it runs. */
  List<ProcessHandle> others(ProcessHandle first) {
    return Stream.concat(first.descendants(), marked())
        .filter(process -> process.pid() != first.pid())
        .distinct()
        .toList();
  }

  /** Ends these and all that comes after them; never throws. */
  void end(List<ProcessHandle> others) {
    List<ProcessHandle> left = others;
    for (int round = 0; round < ROUNDS && !left.isEmpty(); round++) {
      List<ProcessHandle> further = left.stream().flatMap(ProcessHandle::descendants).toList();
      left.forEach(ProcessHandle::destroyForcibly);
      left = Stream.concat(further.stream(), marked()).distinct().toList();
    }
  }

  private Stream<ProcessHandle> marked() {
    return ProcessHandle.allProcesses().filter(ProcessHandle::isAlive).filter(this::isMarked);
  }

  private boolean isMarked(ProcessHandle process) {
    Path environment = Path.of("/proc", Long.toString(process.pid()), "environ");
    try {
      String all = Files.readString(environment, StandardCharsets.ISO_8859_1);
      return Arrays.asList(all.split("\0", -1)).contains(NAME + "=" + mark);
    } catch (IOException e) {
      // another user's, or gone
      return false;
    }
  }
}
