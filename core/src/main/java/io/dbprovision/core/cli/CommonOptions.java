package io.dbprovision.core.cli;

import io.dbprovision.core.config.LogFormat;
import io.dbprovision.core.config.LogLevel;
import io.dbprovision.core.config.LogSettings;
import io.dbprovision.core.config.TimeEncoding;
import io.dbprovision.core.observability.Logs;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * What all commands but the operator's own take. Fields are not final because picocli fills them.
 */
final class CommonOptions {
  @Option(
      names = {"--plugins-dir", "--plugins"},
      paramLabel = "<path>",
      description =
          "Folder of the plugin jars (default: $DBOPS_PLUGINS_DIR, else plugins beside bin).")
  private @Nullable Path directory;

  // what a command has to say it prints; logs are for those who look for a defect
  @Option(
      names = "--log-level",
      defaultValue = "off",
      paramLabel = "off|error|warn|info|debug",
      description = "What to log to standard error (default: ${DEFAULT-VALUE}).")
  private LogLevel level = LogLevel.OFF;

  Path pluginsDirectory() {
    if (directory != null && directory.toString().isBlank()) {
      // it would be the working directory, which nobody means
      throw new CliException("--plugins-dir is empty; name the folder of the plugin jars");
    }
    return Home.plugins(Optional.ofNullable(directory));
  }

  /** To be called before anything can log. */
  void configureLogs() {
    Logs.configure(new LogSettings(LogFormat.TEXT, level, LogLevel.ERROR, TimeEncoding.ISO8601));
  }
}
