package io.dbprovision.core.cli;

import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.cli.act.Goal;
import io.dbprovision.core.cli.act.Vigil;
import io.dbprovision.core.config.GoDuration;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** How long to wait for what was asked for. Fields are not final because picocli fills them. */
final class WaitOptions {
  @Option(
      names = "--timeout",
      paramLabel = "<duration>",
      defaultValue = "1h",
      description = "How long to wait, such as 90s or 2h (default: ${DEFAULT-VALUE}).")
  private String timeout = "1h";

  @Option(names = "--no-wait", description = "Only ask for it.")
  private boolean noWait;

  boolean wanted() {
    return !noWait;
  }

  /**
   * Shows on standard error how it goes.
   *
   * @return the command's exit code
   */
  int until(Desk desk, ResourceKey key, Goal goal) throws InterruptedException {
    return until(desk, Map.of(key, goal), desk::note);
  }

  int until(Desk desk, Map<ResourceKey, Goal> goals, Consumer<String> lines)
      throws InterruptedException {
    return until(desk, goals, duration(timeout), lines);
  }

  static int until(Desk desk, Map<ResourceKey, Goal> goals, Duration most, Consumer<String> lines)
      throws InterruptedException {
    Vigil vigil = new Vigil(desk.cluster(), desk.clock(), Thread::sleep, lines);
    return vigil.keep(goals, most) == Vigil.Ending.REACHED ? 0 : 1;
  }

  /**
   * @throws CliException when it is none
   */
  static Duration duration(String text) {
    try {
      Duration time = GoDuration.parse(text);
      if (time.isPositive()) {
        return time;
      }
      throw new CliException("--timeout has to be more than nothing");
    } catch (IllegalArgumentException e) {
      throw new CliException("--timeout: " + e.getMessage(), e);
    }
  }
}
