package io.dbprovision.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * A bounded pool on one data source that gives unused connections back and, when the server cannot
 * be reached, says so at once and with the driver's own reason. Thread-safe.
 */
public final class ConnectionPool implements AutoCloseable {
  private static final long IDLE_MILLIS = 60_000;
  private static final long STEP_MILLIS = 500;

  private static final String CLOSED =
      "the session was closed, as the connection's settings changed";
  private static final String CONNECTION_GONE = "08003";
  private final HikariDataSource pool;
  private final int steps;

  /**
   * @param size connections at most, at least 1
   * @param wait how long to wait for a connection while others hold all of them
   */
  public ConnectionPool(
      String name, DataSource source, int size, Duration wait, PoolThreads threads) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setDataSource(source);
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(0);
    config.setIdleTimeout(IDLE_MILLIS);
    config.setConnectionTimeout(STEP_MILLIS);
    config.setInitializationFailTimeout(-1);
    config.setScheduledExecutor(threads.scheduler());
    config.setThreadFactory(threads.workers());
    this.pool = new HikariDataSource(config);
    this.steps = (int) Math.max(1, wait.toMillis() / STEP_MILLIS);
  }

  /**
   * @throws SQLTransientConnectionException when all connections stayed in use
   * @throws SQLNonTransientConnectionException when it was closed: somebody else's session has
   *     taken its place
   * @throws SQLException the driver's own, when no connection can be made
   */
  public Connection borrow() throws SQLException {
    for (int i = 0; i < steps; i++) {
      Optional<Connection> connection = spare();
      if (connection.isPresent()) {
        return connection.get();
      }
    }
    throw new SQLTransientConnectionException("all connections stayed in use");
  }

  /**
   * A connection if one is free, or can be made, within half a second.
   *
   * @throws SQLNonTransientConnectionException as {@link #borrow} does
   * @throws SQLException the driver's own, when no connection can be made
   */
  public Optional<Connection> spare() throws SQLException {
    try {
      return Optional.of(pool.getConnection());
    } catch (SQLTransientConnectionException e) {
      // the pool tries on in silence; its cause is why the last attempt failed
      if (e.getCause() instanceof SQLException refused) {
        throw refused;
      }
      return Optional.empty();
    } catch (SQLException e) {
      if (pool.isClosed()) {
        throw new SQLNonTransientConnectionException(CLOSED, CONNECTION_GONE, e);
      }
      throw e;
    }
  }

  /** Connections that are open now. */
  public int open() {
    return pool.getHikariPoolMXBean().getTotalConnections();
  }

  @Override
  public void close() {
    pool.close();
  }
}
