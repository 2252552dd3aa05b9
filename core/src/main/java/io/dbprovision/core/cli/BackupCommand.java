package io.dbprovision.core.cli;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.cli.act.BackupDraft;
import io.dbprovision.core.cli.act.Goal;
import io.dbprovision.core.kube.NewObject;
import io.dbprovision.core.secret.SecretNames;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a backup now. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    description = {
      "Back up a Database now, to where a schedule or another backup stores, and show how it gets"
          + " on.",
      "It belongs to no schedule: it is kept until its object is deleted, or its ttl is over.",
      "Exit code 0: completed; 1: failed, or not in time; 2: called wrongly, or refused."
    })
final class BackupCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private UserOptions user = new UserOptions();
  @Mixin private ChangeOptions change = new ChangeOptions();
  @Mixin private WaitOptions wait = new WaitOptions();

  @Parameters(paramLabel = "<database/name>", description = "The Database.")
  private String object = "";

  @Option(
      names = "--like",
      paramLabel = "<kind/name>",
      description =
          "The schedule or backup of the same namespace whose storage, compression, encryption and"
              + " options it has (default: the database's one schedule, else its newest backup).")
  private @Nullable String like;

  @Option(
      names = "--name",
      paramLabel = "<name>",
      description = "The backup's name (default: the database's and the time).")
  private @Nullable String name;

  @Override
  public Integer call() throws Exception {
    return user.on(Console.out(spec), Console.err(spec), this::backUp);
  }

  private int backUp(Desk desk) throws InterruptedException {
    CustomResource database =
        desk.require(ObjectName.parse(object, desk.namespace(), List.of(CustomKind.DATABASE)));
    CustomResource example =
        like == null ? BackupDraft.example(desk.cluster(), database) : named(desk, like);
    NewObject backup =
        BackupDraft.of(
            database,
            example,
            name == null
                ? SecretNames.valid(
                    database.name() + "-" + ChangeOptions.stamp(desk.clock().instant()))
                : name);
    if (!change.create(
        desk, backup, "a copy of %s, stored as %s says".formatted(database.key(), example.key()))) {
      return 0;
    }
    return wait.wanted() ? wait.until(desk, backup.key(), Goal.completed()) : 0;
  }

  /** A name alone is that of a schedule, or else of a backup. */
  private static CustomResource named(Desk desk, String like) {
    List<CustomKind> kinds = List.of(CustomKind.BACKUP_SCHEDULE, CustomKind.BACKUP);
    Optional<CustomResource> schedule =
        desk.cluster().find(ObjectName.parse(like, desk.namespace(), kinds));
    return schedule.orElseGet(
        () -> desk.require(ObjectName.parse(like, desk.namespace(), kinds.reversed())));
  }
}
