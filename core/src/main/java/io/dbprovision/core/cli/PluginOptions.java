package io.dbprovision.core.cli;

import io.dbprovision.core.plugin.ChecksumMode;
import io.dbprovision.core.plugin.PluginCatalog;
import io.dbprovision.core.plugin.PluginObserver;
import io.dbprovision.core.plugin.PluginSettings;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What commands take that load plugins as the operator does. */
final class PluginOptions {
  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--plugins-checksum",
      defaultValue = "warn",
      paramLabel = "off|warn|enforce",
      description = "What a jar's .sha256 file is good for (default: ${DEFAULT-VALUE}).")
  private ChecksumMode checksums = ChecksumMode.WARN;

  Path directory() {
    return common.pluginsDirectory();
  }

  /** Sets up the logs, too: loading is the first that could log. */
  PluginCatalog load() {
    common.configureLogs();
    return PluginCatalog.load(
        PluginSettings.of(directory()).withChecksums(checksums), PluginObserver.none());
  }
}
