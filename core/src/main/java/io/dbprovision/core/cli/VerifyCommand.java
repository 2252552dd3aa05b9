package io.dbprovision.core.cli;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.cli.act.Goal;
import io.dbprovision.core.status.Phase;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has a backup tried out. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    description = {
      "Have a backup restored into a scratch database and compared with what was copied, and wait"
          + " for the outcome.",
      "Exit code 0: all of it came back; 1: it did not, or not in time; 2: called wrongly, or"
          + " refused."
    })
final class VerifyCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private UserOptions user = new UserOptions();
  @Mixin private ChangeOptions change = new ChangeOptions();
  @Mixin private WaitOptions wait = new WaitOptions();

  @Parameters(paramLabel = "<backup>", description = "The DatabaseBackup.")
  private String object = "";

  @Override
  public Integer call() throws Exception {
    return user.on(Console.out(spec), Console.err(spec), this::verify);
  }

  private int verify(Desk desk) throws InterruptedException {
    CustomResource backup =
        desk.require(ObjectName.parse(object, desk.namespace(), List.of(CustomKind.BACKUP)));
    String phase = backup.status().text("phase", Phase.PENDING.toString());
    if (!phase.equals(Phase.COMPLETED.toString())) {
      throw new CliException(
          "%s is %s, and only one that is Completed can be tried out"
              .formatted(backup.key(), phase));
    }
    String token = ChangeOptions.stamp(desk.clock().instant());
    if (!change.annotate(
        desk,
        backup,
        Keys.VERIFY,
        token,
        "it is restored into a scratch database on the server it came from, compared, and that is removed")) {
      return 0;
    }
    return wait.wanted() ? wait.until(desk, backup.key(), Goal.verified(token)) : 0;
  }
}
