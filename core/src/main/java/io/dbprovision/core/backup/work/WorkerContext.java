package io.dbprovision.core.backup.work;

import io.dbprovision.spi.EngineContext;
import io.dbprovision.spi.StoreContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What sessions and stores get from whoever moves a backup's data.
 *
 * @param toolFolders searched for client programs before the system's
 * @param queryTimeout of one statement: rows of large tables are counted
 */
public record WorkerContext(
    InstantSource clock, RandomGenerator random, List<Path> toolFolders, Duration queryTimeout)
    implements EngineContext, StoreContext {
  // with parts of 1 GiB far below the 10,000 pieces that a store may have of one object
  private static final int UPLOAD_BUFFER = 8 << 20;

  public WorkerContext {
    toolFolders = List.copyOf(toolFolders);
  }

  /** One for the copy, one for what is asked meanwhile. */
  @Override
  public int maxConnections() {
    return 2;
  }

  @Override
  public Duration connectTimeout() {
    return Duration.ofSeconds(30);
  }

  @Override
  public Duration requestTimeout() {
    return Duration.ofMinutes(2);
  }

  @Override
  public int uploadBuffer() {
    return UPLOAD_BUFFER;
  }
}
