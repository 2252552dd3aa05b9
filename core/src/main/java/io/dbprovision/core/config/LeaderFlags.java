package io.dbprovision.core.config;

import java.time.Duration;
import picocli.CommandLine.Option;

/** The flags about who leads. */
final class LeaderFlags {
  @Option(
      names = "--leader-elect",
      arity = "0..1",
      defaultValue = "false",
      fallbackValue = "true",
      paramLabel = "<bool>",
      description = "Work only while this process holds the Lease (default: ${DEFAULT-VALUE}).")
  private String enabled = "";

  @Option(
      names = "--leader-elect-lease-duration",
      defaultValue = "12s",
      paramLabel = "<duration>",
      description = "How long a silent leader counts as alive (default: ${DEFAULT-VALUE}).")
  private String lease = "";

  @Option(
      names = "--leader-elect-renew-deadline",
      defaultValue = "8s",
      paramLabel = "<duration>",
      description = "How long a leader tries to renew its Lease (default: ${DEFAULT-VALUE}).")
  private String renewDeadline = "";

  @Option(
      names = "--leader-elect-retry-period",
      defaultValue = "1s",
      paramLabel = "<duration>",
      description = "The pause between tries (default: ${DEFAULT-VALUE}).")
  private String retryPeriod = "";

  @Option(
      names = "--leader-elect-namespace",
      defaultValue = "",
      paramLabel = "<name>",
      description = "Namespace of the Lease (default: the one the operator runs in).")
  private String namespace = "";

  LeaderElection read(FlagReader reader) {
    return new LeaderElection(
        reader.bool("--leader-elect", enabled),
        duration(reader, "--leader-elect-lease-duration", lease, 12),
        duration(reader, "--leader-elect-renew-deadline", renewDeadline, 8),
        duration(reader, "--leader-elect-retry-period", retryPeriod, 1),
        namespace.isEmpty() ? null : namespace);
  }

  private static Duration duration(FlagReader reader, String flag, String text, int seconds) {
    return reader.read(flag, text, Duration.ofSeconds(seconds), GoDuration::parse);
  }
}
