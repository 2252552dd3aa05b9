package io.dbprovision.core.config;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The flags inside a command inside a program, as the real one has them. */
final class FlagsFixture {
  static final Path HOME = Path.of("/opt/dbops");

  @Command(name = "operator", preprocessor = GoStyle.class)
  static final class OperatorCommand implements Runnable {
    @Mixin private OperatorFlags flags = new OperatorFlags();

    @Override
    public void run() {}
  }

  @Command(name = "dbops")
  static final class Program implements Runnable {
    @Override
    public void run() {}
  }

  private final OperatorCommand command = new OperatorCommand();
  private final StringWriter err = new StringWriter();

  static OperatorConfig config(String... args) {
    return flags(args).toConfig(Map.of(), HOME);
  }

  static OperatorFlags flags(String... args) {
    FlagsFixture fixture = new FlagsFixture();
    int exit = fixture.run(args);
    if (exit != 0) {
      throw new AssertionError("exit code " + exit + ": " + fixture.err);
    }
    return fixture.command.flags;
  }

  /** The exit code of the program. */
  int run(String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "operator";
    System.arraycopy(args, 0, all, 1, args.length);
    return new CommandLine(new Program())
        .addSubcommand(command)
        .setErr(new PrintWriter(err, true))
        .execute(all);
  }

  String err() {
    return err.toString();
  }
}
