package io.dbprovision.core.backup.work;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How {@code dbops worker} is called.
 *
 * @param program {@code bin/dbops}, or what stands for it where there is no shell
 * @param options for plugins and tools, as the operator itself has them
 */
public record WorkerCall(List<String> program, List<String> options) {
  // whoever stops the operator at a terminal must not stop the workers with it
  private static final Path DETACH = Path.of("/usr/bin/setsid");

  public WorkerCall {
    program = List.copyOf(program);
    options = List.copyOf(options);
  }

  /** With the work on its standard input. */
  List<String> command(Path result, Path scratch) {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(DETACH)) {
      command.add(DETACH.toString());
    }
    command.addAll(program);
    command.add("worker");
    command.addAll(List.of("--work", "-", "--result", result.toString()));
    command.addAll(List.of("--scratch", scratch.toString()));
    command.addAll(options);
    return command;
  }
}
