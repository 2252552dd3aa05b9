package io.dbprovision.postgres.connect;

import io.dbprovision.jdbc.ConnectionPool;
import io.dbprovision.jdbc.Handover;
import io.dbprovision.jdbc.PoolThreads;
import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.EngineException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One server and all connections to it: a pool on the maintenance database, and short-lived ones to
 * other databases and for the health check; together never more than the target allows.
 * Thread-safe.
 *
 * <p>Never call one of these methods from within the work of another: with all connections in use
 * both would wait for ever.
 */
public final class Server implements AutoCloseable {
  /** How many times the usual limit such a step may take. */
  private static final int PATIENCE = 10;

  /** Kept out of the pool: one for other databases, and one to see whether the server lives. */
  private static final int APART = 2;

  private final ServerTarget target;
  private final Connector connector;
  private final Refusals refusals;
  private final Semaphore guests;
  private final Semaphore lookers;
  private final Stays stays;
  private final @Nullable ConnectionPool pool;

  /**
   * @throws EngineException when the server cannot be reached or the settings cannot be used
   */
  public Server(ServerTarget target, PoolThreads threads) {
    this.target = target;
    this.connector = new Connector(target);
    this.refusals = new Refusals(target);
    int pooled = Math.max(0, target.connections() - APART);
    this.guests = new Semaphore(1, true);
    this.stays = new Stays(guests, threads.scheduler());
    this.lookers = target.connections() < APART ? guests : new Semaphore(1, true);
    Handover source = new Handover(() -> connector.open(target.database()));
    try {
      source.prepare();
    } catch (SQLException e) {
      throw refusals.of(e, target.database());
    }
    if (pooled == 0) {
      source.discard();
      this.pool = null;
    } else {
      Duration wait = Duration.ofSeconds(target.connectSeconds());
      this.pool = new ConnectionPool("postgres", source, pooled, wait, threads);
    }
  }

  /** The operator's own login. */
  public String admin() {
    return target.admin().username();
  }

  /** The maintenance database. */
  public String database() {
    return target.database();
  }

  /** How it is reached; for programs that reach it by themselves. */
  public ServerTarget target() {
    return target;
  }

  /**
   * A session of its own inside a database, with the server's default settings and no time limits,
   * for whoever asks to close. It counts as none of the connections that the target allows: it is
   * for a process that does one thing.
   */
  public Connection lend(String database) {
    Connection connection = open(database, () -> connector.openAs(target.admin(), database));
    try {
      connection.setNetworkTimeout(Connector.INLINE, 0);
      new Sql(connection).execute(SqlText.of("SET statement_timeout = 0"));
      return connection;
    } catch (SQLException e) {
      closeQuietly(connection);
      throw Failures.of(e);
    }
  }

  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // it is gone either way
    }
  }

  /** Work on the maintenance database. */
  public <T> T run(Sql.Work<T> work) {
    if (pool == null) {
      return runIn(target.database(), work);
    }
    try (Connection connection = borrow(pool)) {
      return work.run(new Sql(connection));
    } catch (SQLException e) {
      throw Failures.of(e);
    }
  }

  /**
   * A short look at the server. It waits for no other work: when all connections are at it, there
   * is one kept for this, unless there is but one in all.
   */
  public <T> T look(Sql.Work<T> work) {
    Optional<Connection> spare = spare();
    if (spare.isEmpty()) {
      return apart(
          lookers, target.database(), () -> connector.openBriefly(target.database()), work);
    }
    try (Connection connection = spare.get()) {
      return work.run(new Sql(connection));
    } catch (SQLException e) {
      throw Failures.of(e);
    }
  }

  /** Work inside another database; where {@link #stayIn} keeps a session, it goes on in that. */
  public <T> T runIn(String database, Sql.Work<T> work) {
    return inside(database, false, work);
  }

  /**
   * As {@link #runIn}, by somebody who most likely is back in the same database at once: the
   * session is kept for that, for a moment. Others wait meanwhile; {@link #leave} tells that there
   * is no more to do.
   */
  public <T> T stayIn(String database, Sql.Work<T> work) {
    return inside(database, true, work);
  }

  /** Ends what {@link #stayIn} keeps, if it does. */
  public void leave(String database) {
    stays.leave(database);
  }

  private <T> T inside(String database, boolean stay, Sql.Work<T> work) {
    Optional<Connection> kept = stays.resume(database);
    if (kept.isEmpty()) {
      acquire(guests);
    }
    boolean staying = false;
    Connection connection = null;
    try {
      connection = kept.isPresent() ? kept.get() : open(database, () -> connector.open(database));
      T result = work.run(new Sql(connection));
      staying = stay || kept.isPresent();
      return result;
    } catch (SQLException e) {
      throw Failures.of(e);
    } finally {
      if (staying && connection != null) {
        stays.keep(database, connection);
      } else {
        stays.end(connection);
      }
    }
  }

  /** Work inside a database as another login, with the server's default settings. */
  public <T> T runAs(Credentials login, String database, Sql.Work<T> work) {
    return apart(guests, database, () -> connector.openAs(login, database), work);
  }

  /** Lifts the limits of the connection for a step that copies or removes a whole database. */
  public <T> T patiently(Sql sql, Sql.Work<T> work) throws SQLException {
    Connection connection = sql.connection();
    int usual = connection.getNetworkTimeout();
    connection.setNetworkTimeout(Connector.INLINE, connector.clientMillis(PATIENCE));
    sql.execute(
        SqlText.of(
            "SET statement_timeout = {}",
            PgDialect.PG.number(target.statementMillis() * PATIENCE)));
    try {
      return work.run(sql);
    } finally {
      if (!connection.isClosed()) {
        sql.execute(SqlText.of("RESET statement_timeout"));
        connection.setNetworkTimeout(Connector.INLINE, usual);
      }
    }
  }

  public static int major(Sql sql) throws SQLException {
    return Connector.majorOf(sql.connection());
  }

  private Connection borrow(ConnectionPool from) {
    try {
      return from.borrow();
    } catch (SQLException e) {
      throw refusals.of(e, target.database());
    }
  }

  private Optional<Connection> spare() {
    try {
      return pool == null ? Optional.empty() : pool.spare();
    } catch (SQLException e) {
      throw refusals.of(e, target.database());
    }
  }

  private void acquire(Semaphore permits) {
    try {
      if (!permits.tryAcquire(target.connectSeconds() + 30L, TimeUnit.SECONDS)) {
        throw Failures.busy(new IllegalStateException("no free connection"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failures.busy(e);
    }
  }

  private <T> T apart(
      Semaphore permits, String database, Handover.Source source, Sql.Work<T> work) {
    acquire(permits);
    try (Connection connection = open(database, source)) {
      return work.run(new Sql(connection));
    } catch (SQLException e) {
      throw Failures.of(e);
    } finally {
      permits.release();
    }
  }

  private Connection open(String database, Handover.Source source) {
    try {
      return source.connect();
    } catch (SQLException e) {
      throw refusals.of(e, database);
    }
  }

  @Override
  public void close() {
    stays.close();
    if (pool != null) {
      pool.close();
    }
  }
}
