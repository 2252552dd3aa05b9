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
 */
public record PluginSettings(
    Path directory,
    ChecksumMode checksums,
    Duration loadDeadline,
    Deadlines deadlines,
    int threadsPerServer) {
  public PluginSettings {
    Objects.requireNonNull(directory, "directory");
    Objects.requireNonNull(checksums, "checksums");
    Objects.requireNonNull(loadDeadline, "loadDeadline");
    Objects.requireNonNull(deadlines, "deadlines");
    if (threadsPerServer < 1) {
      throw new IllegalArgumentException("threadsPerServer must be at least 1");
    }
  }

  public static PluginSettings of(Path directory) {
    return new PluginSettings(
        directory, ChecksumMode.WARN, Duration.ofSeconds(20), Deadlines.standard(), 4);
  }

  public PluginSettings withChecksums(ChecksumMode mode) {
    return new PluginSettings(directory, mode, loadDeadline, deadlines, threadsPerServer);
  }
}
