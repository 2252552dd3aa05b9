package io.dbprovision.core.cli;

import io.dbprovision.core.plugin.ChecksumMode;
import io.dbprovision.core.plugin.PluginCatalog;
import io.dbprovision.core.plugin.PluginObserver;
import io.dbprovision.core.plugin.PluginSettings;
import io.dbprovision.core.plugin.TrustedKeys;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What commands take that load plugins as the operator does. */
final class PluginOptions {
  private static final String WAY_OUT = "; name the folder of the plugin jars with --plugins-dir";

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--plugins-checksum",
      defaultValue = "warn",
      paramLabel = "off|warn|enforce",
      description = "What a jar's .sha256 file is good for (default: ${DEFAULT-VALUE}).")
  private ChecksumMode checksums = ChecksumMode.WARN;

  @Option(
      names = "--plugins-trusted-keys",
      paramLabel = "<path>",
      description = "Refuse jars that are not signed by one of these keys, a PEM file or a folder.")
  private @Nullable Path trustedKeys;

  Path directory() {
    return common.pluginsDirectory();
  }

  /**
   * For a command whose answer would be wrong, not only short, without the folder.
   *
   * @throws CliException when there is none, or it cannot be read
   */
  void requireDirectory() {
    try (DirectoryStream<Path> _ = Files.newDirectoryStream(directory())) {
      // that it can be opened is all there is to see
    } catch (NoSuchFileException e) {
      throw new CliException("there is no folder " + directory() + WAY_OUT, e);
    } catch (IOException e) {
      throw new CliException(Failures.sentence(e) + WAY_OUT, e);
    }
  }

  /** Sets up the logs, too: loading is the first that could log. */
  PluginCatalog load() {
    common.configureLogs();
    return PluginCatalog.load(
        PluginSettings.of(directory())
            .withChecks(
                checksums,
                trustedKeys == null ? TrustedKeys.notAsked() : TrustedKeys.read(trustedKeys)),
        PluginObserver.none());
  }
}
