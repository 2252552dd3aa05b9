package io.dbprovision.core.cli;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.cli.act.Goal;
import io.dbprovision.core.cli.act.RestoreDraft;
import io.dbprovision.core.kube.NewObject;
import io.dbprovision.core.secret.SecretNames;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Brings a backup back, beside what is there. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    description = {
      "Restore a backup into a new database, and show how it gets on. Nothing that is there is"
          + " touched; to replace a database, write a DatabaseRestore with inPlace.",
      "Exit code 0: completed; 1: failed, or not in time; 2: called wrongly, or refused."
    })
final class RestoreCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private UserOptions user = new UserOptions();
  @Mixin private ChangeOptions change = new ChangeOptions();
  @Mixin private WaitOptions wait = new WaitOptions();

  @Parameters(paramLabel = "<backup>", description = "The DatabaseBackup.")
  private String object = "";

  @Option(
      names = "--as",
      required = true,
      paramLabel = "<database>",
      description = "The name of the new database on the server.")
  private String database = "";

  @Option(
      names = "--instance",
      paramLabel = "<kind/name>",
      description = "The server to restore on (default: the one that the backup came from).")
  private @Nullable String instance;

  @Option(
      names = "--name",
      paramLabel = "<name>",
      description = "The restore's name (default: the backup's and the time).")
  private @Nullable String name;

  @Override
  public Integer call() throws Exception {
    return user.on(Console.out(spec), Console.err(spec), this::restore);
  }

  private int restore(Desk desk) throws InterruptedException {
    CustomResource backup = desk.requireCompletedBackup(object, "restored");
    ResourceKey server = server(desk, backup);
    NewObject restore =
        RestoreDraft.of(
            backup,
            server,
            database,
            name == null
                ? SecretNames.valid(
                    "%s-restore-%s"
                        .formatted(backup.name(), ChangeOptions.stamp(desk.clock().instant())))
                : name);
    if (!change.create(
        desk,
        restore,
        "%s is restored on %s into the new database %s"
            .formatted(backup.key(), server, database))) {
      return 0;
    }
    return wait.wanted() ? wait.until(desk, restore.key(), Goal.completed()) : 0;
  }

  private ResourceKey server(Desk desk, CustomResource backup) {
    if (instance != null) {
      return ObjectName.parse(
          instance, desk.namespace(), List.of(CustomKind.INSTANCE, CustomKind.CLUSTER_INSTANCE));
    }
    return RestoreDraft.origin(desk.cluster(), backup)
        .orElseThrow(
            () ->
                new CliException(
                    "nothing tells any more where %s came from: name the server with --instance"
                        .formatted(backup.key())));
  }
}
