package io.dbprovision.distribution.monitoring;

import io.dbprovision.distribution.Command;
import io.dbprovision.distribution.Command.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Prometheus's own tool, by {@code hack/prometheus.sh}. Building it the first time takes minutes.
 */
final class Promtool {
  private static final Duration BUILD = Duration.ofMinutes(15);
  private static final Duration RUN = Duration.ofMinutes(1);

  private final String program = Command.script(BUILD, "prometheus.sh").strip();

  Result checkRules(Path rules) {
    return run("check", "rules", rules.toString());
  }

  Result testRules(Path cases) {
    return run("test", "rules", cases.toString());
  }

  private Result run(String... arguments) {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    return Command.run(RUN, "", command);
  }
}
