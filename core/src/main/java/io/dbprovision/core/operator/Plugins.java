package io.dbprovision.core.operator;

import io.dbprovision.core.config.Limits;
import io.dbprovision.core.config.OperatorConfig;
import io.dbprovision.core.plugin.Deadlines;
import io.dbprovision.core.plugin.PluginSettings;
import io.dbprovision.core.plugin.TrustedKeys;
import java.time.Duration;

/** The plugin host's settings as the operator's flags say. */
public final class Plugins {
  private static final Duration LOAD_DEADLINE = Duration.ofSeconds(20);

  private Plugins() {}

  /**
   * @throws IllegalArgumentException when the trusted keys cannot be read: without them nobody
   *     could say which jars may be loaded
   */
  public static PluginSettings settings(OperatorConfig config) {
    return new PluginSettings(
        config.plugins().directory(),
        config.plugins().checksum(),
        LOAD_DEADLINE,
        Deadlines.standard(),
        callsAtOnce(config.limits()),
        config.plugins().trustedKeys().map(TrustedKeys::read).orElseGet(TrustedKeys::notAsked));
  }

  /**
   * More than there are connections: a session may be kept for who comes back to it at once, and
   * calls that wait for it must leave a thread to them.
   */
  private static int callsAtOnce(Limits limits) {
    return limits.serverConnections() + limits.workers();
  }
}
