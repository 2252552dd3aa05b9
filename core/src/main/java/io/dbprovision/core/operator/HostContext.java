package io.dbprovision.core.operator;

import io.dbprovision.spi.EngineContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/** What every session gets from the operator. */
public record HostContext(
    InstantSource clock, RandomGenerator random, int maxConnections, List<Path> toolFolders)
    implements EngineContext {
  public HostContext {
    toolFolders = List.copyOf(toolFolders);
  }

  /** For sessions that copy nothing. */
  public HostContext(InstantSource clock, RandomGenerator random, int maxConnections) {
    this(clock, random, maxConnections, List.of());
  }

  @Override
  public Duration connectTimeout() {
    return Duration.ofSeconds(30);
  }

  @Override
  public Duration queryTimeout() {
    return Duration.ofSeconds(30);
  }
}
