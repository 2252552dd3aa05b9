package io.dbprovision.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source whose first connection is made ahead, by the caller's own thread: a login that
 * cannot work fails at once and is tried once, and one that works is not done twice.
 */
public final class Handover implements DataSource {
  private final Source source;
  private final AtomicReference<@Nullable Connection> ready = new AtomicReference<>();

  public Handover(Source source) {
    this.source = source;
  }

  /** Makes one connection. */
  @FunctionalInterface
  public interface Source {
    Connection connect() throws SQLException;
  }

  public void prepare() throws SQLException {
    ready.set(source.connect());
  }

  public void discard() {
    Connection connection = ready.getAndSet(null);
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        // it is gone either way
      }
    }
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection first = ready.getAndSet(null);
    return first == null ? source.connect() : first;
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("one login only");
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  /**
   * So long a pool that is closed waits for a connection that is just being made. With none it
   * would warn of each, though nothing is wrong.
   */
  @Override
  public int getLoginTimeout() {
    return 1;
  }

  @Override
  public java.util.logging.Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("it logs nothing");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("it wraps nothing");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
