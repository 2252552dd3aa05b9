package io.dbprovision.core.cli;

import io.dbprovision.core.cli.support.SupportFiles;
import io.dbprovision.core.operator.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Collects what a maintainer needs. */
@Command(
    name = "support",
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    description = {
      "Write what a maintainer needs into a folder: objects, their Events, the operator's pods and"
          + " logs, versions. Secrets and ConfigMaps are never read; statements, templates,"
          + " annotations of others and what looks like a password are left out.",
      "Look through it before you give it away: names of databases and hosts are in it."
    })
final class SupportCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private UserOptions user = new UserOptions();

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "Objects of all namespaces.")
  private boolean everywhere;

  @Option(
      names = "--output-dir",
      paramLabel = "<folder>",
      description = "Where to; it must not be there yet (default: dbops-support-<time>).")
  private @Nullable Path folder;

  @Override
  public Integer call() throws Exception {
    return user.on(Console.out(spec), Console.err(spec), this::collect);
  }

  private int collect(Desk desk) throws IOException {
    Path target =
        folder == null
            ? Path.of("dbops-support-" + ChangeOptions.stamp(desk.clock().instant()))
            : folder;
    if (Files.exists(target)) {
      throw new CliException(target + " is there already; name another folder with --output-dir");
    }
    Map<String, String> files =
        SupportFiles.of(
            desk.cluster(),
            everywhere ? Optional.empty() : Optional.of(desk.namespace()),
            Version.current());
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = target.resolve(file.getKey());
      Files.createDirectories(path.toAbsolutePath().getParent());
      Files.writeString(path, file.getValue());
    }
    desk.say("wrote %d files below %s".formatted(files.size(), target));
    desk.say("what could not be had is in gaps.txt; look through it all before you give it away");
    desk.say("  tar -czf %s.tar.gz %s".formatted(target, target));
    return 0;
  }
}
