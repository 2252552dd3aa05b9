package io.dbprovision.core.plugin;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * How plugins are found and called.
 *
 * @param directory holds the jars
 * @param loadDeadline how long one jar may take to load
 * @param deadlines how long calls may take
 * @param threadsPerServer calls of one session that run at once; at least 1
 * @param trustedKeys who must have signed each jar
 */
public record PluginSettings(
    Path directory,
    ChecksumMode checksums,
    Duration loadDeadline,
    Deadlines deadlines,
    int threadsPerServer,
    TrustedKeys trustedKeys) {
  public PluginSettings {
    Objects.requireNonNull(directory, "directory");
    Objects.requireNonNull(checksums, "checksums");
    Objects.requireNonNull(loadDeadline, "loadDeadline");
    Objects.requireNonNull(deadlines, "deadlines");
    Objects.requireNonNull(trustedKeys, "trustedKeys");
    if (threadsPerServer < 1) {
      throw new IllegalArgumentException("threadsPerServer must be at least 1");
    }
  }

  /** Without signatures. */
  public PluginSettings(
      Path directory,
      ChecksumMode checksums,
      Duration loadDeadline,
      Deadlines deadlines,
      int threadsPerServer) {
    this(directory, checksums, loadDeadline, deadlines, threadsPerServer, TrustedKeys.notAsked());
  }

  public static PluginSettings of(Path directory) {
    return new PluginSettings(
        directory, ChecksumMode.WARN, Duration.ofSeconds(20), Deadlines.standard(), 4);
  }

  public PluginSettings withChecks(ChecksumMode mode, TrustedKeys keys) {
    return new PluginSettings(directory, mode, loadDeadline, deadlines, threadsPerServer, keys);
  }
}
