package io.dbprovision.core.cli;

import io.dbprovision.core.operator.Version;
import java.util.List;
import java.util.Map;
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
    description = "Databases, users and their Secrets as Kubernetes resources.")
public final class DbopsCommand implements Runnable {
  /** In the order of the help. */
  private static final List<Map.Entry<String, Class<?>>> COMMANDS =
      List.of(
          Map.entry("status", StatusCommand.class),
          Map.entry("explain", ExplainCommand.class),
          Map.entry("wait", WaitCommand.class),
          Map.entry("rotate", RotateCommand.class),
          Map.entry("backup", BackupCommand.class),
          Map.entry("restore", RestoreCommand.class),
          Map.entry("verify", VerifyCommand.class),
          Map.entry("adopt", AdoptCommand.class),
          Map.entry("discover", DiscoverCommand.class),
          Map.entry("support", SupportCommand.class),
          Map.entry("operator", OperatorCommand.class),
          Map.entry("plan", PlanCommand.class),
          Map.entry("doctor", DoctorCommand.class),
          Map.entry("plugins", PluginsCommand.class),
          Map.entry("worker", WorkerCommand.class),
          Map.entry("crds", CrdsCommand.class),
          Map.entry("version", VersionCommand.class),
          Map.entry("help", CommandLine.HelpCommand.class));

  @Spec private @Nullable CommandSpec spec;

  /**
   * @return the process's exit code: 0 done, 1 it did not work or found something, 2 it was called
   *     wrongly
   */
  public static int run(String[] arguments) {
    String[] all = withDefault(arguments);
    CommandLine line = line(all.length == 0 ? "" : all[0]);
    // kubectl dbops is another way to the same program: its help is to say so
    Optional.ofNullable(System.getenv("DBOPS_CALLED")).ifPresent(line::setCommandName);
    return line.execute(all);
  }

  static CommandLine line() {
    return line("");
  }

  /**
   * Looking at the options of all commands takes longer than many a command.
   *
   * @param called the only one that is needed; all when there is none of that name
   */
  private static CommandLine line(String called) {
    CommandLine line = new CommandLine(new DbopsCommand());
    boolean known =
        !called.equals("help") && COMMANDS.stream().anyMatch(one -> one.getKey().equals(called));
    COMMANDS.stream()
        .filter(one -> !known || one.getKey().equals(called))
        .forEach(one -> line.addSubcommand(one.getKey(), one.getValue()));
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
