package io.dbprovision.core.cli;

import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.cli.act.Goal;
import io.dbprovision.spi.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Waits for objects. */
@Command(
    name = "wait",
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    description = {
      "Wait until objects are Ready (for their manifests as they are now), completed or deleted, and"
          + " say how they get on.",
      "Exit code 0: all came to it; 1: one did not in time, or has failed for good; 2: called"
          + " wrongly, or the API server refuses to tell."
    })
final class WaitCommand implements Callable<Integer> {
  /** What to wait for. */
  enum For {
    READY,
    COMPLETED,
    DELETED
  }

  @Spec private @Nullable CommandSpec spec;
  @Mixin private UserOptions user = new UserOptions();

  @Parameters(
      arity = "1..*",
      paramLabel = "<kind/name>",
      description = "The objects, such as database/orders databaseuser/app.")
  private List<String> objects = new ArrayList<>();

  @Option(
      names = "--for",
      paramLabel = "ready|completed|deleted",
      defaultValue = "ready",
      description = "What they are to come to (default: ${DEFAULT-VALUE}).")
  private For goal = For.READY;

  @Option(
      names = "--timeout",
      paramLabel = "<duration>",
      defaultValue = "5m",
      description = "How long to wait, such as 90s or 2h (default: ${DEFAULT-VALUE}).")
  private String timeout = "5m";

  @Override
  public Integer call() throws Exception {
    return user.on(Console.out(spec), Console.err(spec), this::await);
  }

  private int await(Desk desk) throws InterruptedException {
    Map<ResourceKey, Goal> goals = new LinkedHashMap<>();
    for (String object : objects) {
      ResourceKey key = ObjectName.parse(object, desk.namespace());
      goals.put(key, goal(key));
      if (goal != For.DELETED) {
        desk.require(key);
      }
    }
    return WaitOptions.until(desk, goals, WaitOptions.duration(timeout), desk::say);
  }

  private Goal goal(ResourceKey key) {
    Kind kind = key.kind().spi();
    return switch (goal) {
      case READY -> Goal.ready();
      case DELETED -> Goal.deleted();
      case COMPLETED -> {
        if (!kind.equals(Kind.BACKUP) && !kind.equals(Kind.RESTORE)) {
          throw new CliException(
              "%s: only backups and restores are ever completed; use --for=ready".formatted(key));
        }
        yield Goal.completed();
      }
    };
  }
}
