package io.dbprovision.spi.testkit;

import io.dbprovision.spi.EngineContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Another context, with folders of client programs.
 *
 * @param toolFolders the only ones that the operator names
 */
public record ToolContext(EngineContext base, List<Path> toolFolders) implements EngineContext {
  public ToolContext {
    toolFolders = List.copyOf(toolFolders);
  }

  @Override
  public InstantSource clock() {
    return base.clock();
  }

  @Override
  public RandomGenerator random() {
    return base.random();
  }

  @Override
  public int maxConnections() {
    return base.maxConnections();
  }

  @Override
  public Duration connectTimeout() {
    return base.connectTimeout();
  }

  @Override
  public Duration queryTimeout() {
    return base.queryTimeout();
  }
}
