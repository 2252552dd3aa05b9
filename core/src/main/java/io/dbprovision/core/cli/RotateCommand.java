package io.dbprovision.core.cli;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.cli.act.Goal;
import io.dbprovision.core.status.Gates;
import io.dbprovision.spi.Kind;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks for other credentials. */
@Command(
    name = "rotate",
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    description = {
      "Give a DatabaseUser other credentials now, or an instance's admin another password, and wait"
          + " until the user's Secret has them.",
      "Exit code 0: done; 1: not in time, or it needs approval; 2: called wrongly, or refused."
    })
final class RotateCommand implements Callable<Integer> {
  private static final List<CustomKind> KINDS =
      List.of(CustomKind.USER, CustomKind.INSTANCE, CustomKind.CLUSTER_INSTANCE);

  @Spec private @Nullable CommandSpec spec;
  @Mixin private UserOptions user = new UserOptions();
  @Mixin private ChangeOptions change = new ChangeOptions();
  @Mixin private WaitOptions wait = new WaitOptions();

  @Parameters(paramLabel = "<kind/name>", description = "Such as databaseuser/app.")
  private String object = "";

  @Override
  public Integer call() throws Exception {
    return user.on(Console.out(spec), Console.err(spec), this::rotate);
  }

  private int rotate(Desk desk) throws InterruptedException {
    CustomResource found = desk.require(ObjectName.parse(object, desk.namespace(), KINDS));
    if (Gates.paused(found)) {
      throw new CliException(
          "nothing is done for %s while it is paused, see kubectl dbops explain"
              .formatted(found.key()));
    }
    boolean login = found.kind().spi().equals(Kind.USER);
    String token = ChangeOptions.stamp(desk.clock().instant());
    String before = Goal.rotatedAt(found);
    if (!change.annotate(
        desk, found, Keys.ROTATE_PASSWORD, token, login ? meaning(found) : admin(found))) {
      return 0;
    }
    if (!login) {
      desk.note("its condition PasswordRotated says how it went");
      return 0;
    }
    return wait.wanted() ? wait.until(desk, found.key(), Goal.rotated(before)) : 0;
  }

  private static String meaning(CustomResource found) {
    String secret =
        found
            .status()
            .object("secret")
            .text("name")
            .map(name -> "Secret " + name)
            .orElse("its Secret");
    String strategy =
        found.spec().object("passwordRotation").flag("enabled", false)
            ? found.spec().object("passwordRotation").text("strategy", "role-inheritance")
            : "";
    return switch (strategy) {
      case "role-inheritance" ->
          "a new login takes over, its name and password are in %s, and the old one works on for its grace period"
              .formatted(secret);
      case "dual-password" ->
          "its login gets a second password, which is in %s; the old one works on for its grace period"
              .formatted(secret);
      default ->
          "its login gets another password, which is in %s; the old one stops working at once"
              .formatted(secret);
    };
  }

  private static String admin(CustomResource found) {
    return "the login that the operator works as on %s gets another password, which is in its Secret"
        .formatted(found.name());
  }
}
