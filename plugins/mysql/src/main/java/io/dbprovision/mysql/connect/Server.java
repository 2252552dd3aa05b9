package io.dbprovision.mysql.connect;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.ConnectionPool;
import io.dbprovision.jdbc.Handover;
import io.dbprovision.jdbc.PoolThreads;
import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.sql.Names;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.EngineException;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * One server and all connections to it: a pool, because a session reaches every database.
 * Thread-safe.
 *
 * <p>Never call {@link #run} from within the work of another: with all connections in use both
 * would wait for ever.
 */
public final class Server implements AutoCloseable {
  /** How many times the usual limit a step that removes a whole database may take. */
  private static final int PATIENCE = 10;

  private final Target target;
  private final Connector connector;
  private final Refusals refusals;
  private final ConnectionPool pool;

  /** What the last connection said; another server may take the place of the first. */
  private volatile ServerFacts facts;

  /**
   * @throws EngineException when the server cannot be reached or the settings cannot be used
   */
  public Server(Target target, PoolThreads threads) {
    this.target = target;
    this.connector = new Connector(target);
    this.refusals = new Refusals(target);
    this.facts = new ServerFacts(false, "0", false, Names.LONGEST_USER);
    Handover source = new Handover(this::open);
    try {
      source.prepare();
    } catch (SQLException e) {
      throw refusals.of(e);
    }
    this.pool =
        new ConnectionPool("mysql", source, target.connections(), target.connect(), threads);
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
   * Work inside a database as another login, on a connection of its own beside the pool. Its
   * settings are the server's.
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
  public SqlText lockSeconds() {
    return MY.number(Math.max(1, target.statement().toSeconds()));
  }

  private Connection borrow() {
    try {
      return pool.borrow();
    } catch (SQLException e) {
      throw refusals.of(e);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
