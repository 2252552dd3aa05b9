package io.dbprovision.core.operator;

import io.dbprovision.core.config.OperatorConfig;
import io.dbprovision.core.plugin.ChecksumMode;
import io.dbprovision.core.plugin.Deadlines;
import io.dbprovision.core.plugin.PluginSettings;
import java.time.Duration;

/** The plugin host's settings as the operator's flags say. */
public final class Plugins {
  private static final Duration LOAD_DEADLINE = Duration.ofSeconds(20);

  private Plugins() {}

  public static PluginSettings settings(OperatorConfig config) {
    return new PluginSettings(
        config.plugins().directory(),
        ChecksumMode.valueOf(config.plugins().checksum().name()),
        LOAD_DEADLINE,
        Deadlines.standard(),
        config.limits().serverConnections());
  }
}
