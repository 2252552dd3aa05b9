package io.dbprovision.core.cli;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.cli.act.Goal;
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
    CustomResource backup = desk.requireCompletedBackup(object, "tried out");
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
