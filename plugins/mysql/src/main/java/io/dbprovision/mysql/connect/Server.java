package io.dbprovision.mysql.connect;

import io.dbprovision.jdbc.ConnectionPool;
import io.dbprovision.jdbc.Handover;
import io.dbprovision.jdbc.PoolThreads;
import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One server and all connections to it: a pool, because a session reaches every database, one for
 * scripts and one for the health check; together never more than the target allows. Thread-safe.
 *
 * <p>Never call {@link #run} from within the work of another: with all connections in use both
 * would wait for ever.
 */
public final class Server implements AutoCloseable {
  /** How many times the usual limit a step that removes a whole database may take. */
  private static final int PATIENCE = 10;

  /** How long to wait for the one who uses a connection that there is but once. */
  private static final Duration TURN = Duration.ofSeconds(30);

  private final Target target;
  private final Connector connector;
  private final Refusals refusals;
  private final ConnectionPool pool;

  /** For the connection that scripts run on; none where there are too few. */
  private final Semaphore guests;

  /** For the connection of the health check, which is one of the pool's where there is but one. */
  private final Semaphore lookers;

  /** What the last connection said; another server may take the place of the first. */
  private volatile ServerFacts facts;

  /**
   * @throws EngineException when the server cannot be reached or the settings cannot be used
   */
  public Server(Target target, PoolThreads threads) {
    this.target = target;
    this.connector = new Connector(target);
    this.refusals = new Refusals(target);
    this.facts = ServerFacts.unknown();
    Handover source = new Handover(this::open);
    try {
      source.prepare();
    } catch (SQLException e) {
      throw refusals.of(e);
    }
    if (!facts.supported()) {
      source.discard();
      throw EngineException.at(
          ErrorKind.UNSUPPORTED,
          "spec.connection.host",
          "the server is "
              + facts.title()
              + "; the operator needs MySQL 8.0.19, MariaDB 10.6, or newer");
    }
    int most = target.connections();
    this.lookers = new Semaphore(most > 1 ? 1 : 0, true);
    this.guests = new Semaphore(most > 2 ? 1 : 0, true);
    int pooled = most - lookers.availablePermits() - guests.availablePermits();
    this.pool = new ConnectionPool("mysql", source, pooled, target.connect(), threads);
  }

  private Connection open() throws SQLException {
    Connector.Opened opened = connector.open();
    facts = opened.facts();
    return opened.connection();
  }

  /** The operator's own login. */
  public String admin() {
    return target.admin().username();
  }

  /** What a program beside this one needs to reach the same server. */
  public Target target() {
    return target;
  }

  public ServerFacts facts() {
    return facts;
  }

  public <T> T run(Sql.Work<T> work) {
    try (Connection connection = borrow()) {
      return work.run(new Sql(connection));
    } catch (SQLException e) {
      throw Failures.of(e);
    }
  }

  /**
   * A short look at the server, which waits for no other work: when all connections are at it,
   * there is one kept for this, unless there is but one in all.
   */
  public <T> T look(Sql.Work<T> work) {
    if (target.connections() == 1) {
      return run(work);
    }
    Optional<Connection> spare = spare();
    if (spare.isEmpty()) {
      return inTurn(lookers, () -> apart(work));
    }
    try (Connection connection = spare.get()) {
      return work.run(new Sql(connection));
    } catch (SQLException e) {
      throw Failures.of(e);
    }
  }

  private <T> T apart(Sql.Work<T> work) {
    try (Connection connection = openApart()) {
      return work.run(new Sql(connection));
    } catch (SQLException e) {
      throw Failures.of(e);
    }
  }

  private Connection openApart() {
    try {
      return open();
    } catch (SQLException e) {
      throw refusals.of(e);
    }
  }

  /**
   * Lets one work at a time call {@link #runAs}.
   *
   * @throws EngineException EXHAUSTED when the operator may not hold enough connections for it
   */
  public <T> T withGuest(Supplier<T> work) {
    if (target.connections() < 3) {
      throw EngineException.of(
          ErrorKind.EXHAUSTED,
          "a script needs two connections beside the one for the health check; raise"
              + " --max-server-connections to 3 or more");
    }
    return inTurn(guests, work);
  }

  private <T> T inTurn(Semaphore permits, Supplier<T> work) {
    try {
      if (!permits.tryAcquire(target.connect().plus(TURN).toMillis(), TimeUnit.MILLISECONDS)) {
        throw Failures.busy(new IllegalStateException("no free connection"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failures.busy(e);
    }
    try {
      return work.get();
    } finally {
      permits.release();
    }
  }

  /**
   * Work inside a database as another login, on a connection of its own beside the pool; only
   * within {@link #withGuest}. Its settings are the server's.
   */
  public <T> T runAs(Credentials login, String database, Sql.Work<T> work) {
    try (Connection connection = openAs(login, database)) {
      return work.run(new Sql(connection));
    } catch (SQLException e) {
      throw Failures.of(e);
    }
  }

  private Connection openAs(Credentials login, String database) {
    try {
      return connector.openAs(login, database);
    } catch (SQLException e) {
      throw refusals.of(e);
    }
  }

  /** Lifts the limits of the connection for a step that removes a whole database. */
  public void patiently(Sql sql, SqlText statement) throws SQLException {
    Connection connection = sql.connection();
    int usual = connection.getNetworkTimeout();
    connection.setNetworkTimeout(
        Connector.INLINE, Connector.millis(target.answer().multipliedBy(PATIENCE)));
    try {
      sql.execute(
          facts.mariadb()
              ? SqlText.of("SET STATEMENT max_statement_time = 0 FOR {}", statement)
              : statement);
    } finally {
      if (!connection.isClosed()) {
        connection.setNetworkTimeout(Connector.INLINE, usual);
      }
    }
  }

  /** How long a step may wait for another session that works on the same object. */
  public int lockSeconds() {
    return Math.clamp(target.statement().toSeconds(), 1, 3600);
  }

  private Connection borrow() {
    try {
      return pool.borrow();
    } catch (SQLException e) {
      throw refusals.of(e);
    }
  }

  private Optional<Connection> spare() {
    try {
      return pool.spare();
    } catch (SQLException e) {
      throw refusals.of(e);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
