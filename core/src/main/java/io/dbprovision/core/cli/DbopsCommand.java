package io.dbprovision.core.cli;

import io.dbprovision.core.operator.Version;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The root: picks the sub-command. */
@Command(
    name = "dbops",
    mixinStandardHelpOptions = true,
    versionProvider = DbopsCommand.Versions.class,
    description = "Databases, users and their Secrets as Kubernetes resources.",
    subcommands = {
      StatusCommand.class,
      ExplainCommand.class,
      WaitCommand.class,
      RotateCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      VerifyCommand.class,
      AdoptCommand.class,
      DiscoverCommand.class,
      SupportCommand.class,
      OperatorCommand.class,
      PlanCommand.class,
      DoctorCommand.class,
      PluginsCommand.class,
      WorkerCommand.class,
      CrdsCommand.class,
      VersionCommand.class,
      CommandLine.HelpCommand.class
    })
public final class DbopsCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  /**
   * @return the process's exit code: 0 done, 1 it did not work or found something, 2 it was called
   *     wrongly
   */
  public static int run(String[] arguments) {
    CommandLine line = line();
    // kubectl dbops is another way to the same program: its help is to say so
    Optional.ofNullable(System.getenv("DBOPS_CALLED")).ifPresent(line::setCommandName);
    return line.execute(withDefault(arguments));
  }

  static CommandLine line() {
    CommandLine line = new CommandLine(new DbopsCommand());
    line.getSubcommands()
        .values()
        .forEach(command -> command.getCommandSpec().versionProvider(new Versions()));
    return Failures.politely(line);
  }

  /** Existing Deployments pass the operator's flags and no sub-command. */
  private static String[] withDefault(String[] arguments) {
    boolean flagsOnly =
        arguments.length > 0
            && arguments[0].startsWith("-")
            && !arguments[0].equals("--help")
            && !arguments[0].equals("-h")
            && !arguments[0].equals("--version")
            && !arguments[0].equals("-V");
    if (!flagsOnly) {
      return arguments;
    }
    String[] all = new String[arguments.length + 1];
    all[0] = "operator";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return all;
  }

  @Override
  public void run() {
    if (spec != null) {
      spec.commandLine().usage(spec.commandLine().getOut());
    }
  }

  /** The version that {@code --version} prints. */
  static final class Versions implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"dbops " + Version.current()};
    }
  }
}
