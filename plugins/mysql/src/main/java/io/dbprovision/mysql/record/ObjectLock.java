package io.dbprovision.mysql.record;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.connect.Failures;
import io.dbprovision.mysql.connect.Server;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * One session at a time works on an object, of whichever operator: the servers have no transactions
 * over what we do. The server gives a lock back when its connection ends. Thread-safe.
 *
 * <p>Every login may take a lock of any name, so ours are made of a secret that is kept on the
 * server; and who waits for one holds no connection meanwhile.
 */
public final class ObjectLock {
  /** What an answer means beside the server's own 1 and 0: the secret is not there. */
  private static final int NO_SECRET = -1;

  private static final int NO_NAME = 3057;
  private static final int DEADLOCK = 3058;

  private final Server server;
  private final RandomGenerator random;

  public ObjectLock(Server server, RandomGenerator random) {
    this.server = server;
    this.random = random;
  }

  /**
   * Waits for the lock, and does the work on the connection that holds it.
   *
   * @throws EngineException TIMEOUT when somebody else holds it for too long
   */
  public <T> T holding(Records records, String name, Sql.Work<T> work) {
    for (int left = server.lockSeconds(); ; left--) {
      int wait = left == server.lockSeconds() ? 1 : 0; // the first may wait on the server
      Optional<T> done = server.run(sql -> trying(sql, records, name, wait, work));
      if (done.isPresent()) {
        return done.get();
      }
      if (left <= 1) {
        throw busy(name);
      }
      pause(name);
    }
  }

  /**
   * Does the work if the lock can be had; empty when somebody else holds it.
   *
   * @param seconds how long to wait for it
   */
  public <T> Optional<T> trying(
      Sql sql, Records records, String name, int seconds, Sql.Work<T> work) throws SQLException {
    SqlText lock = records.lock(name);
    if (!take(sql, lock, seconds)) {
      return Optional.empty();
    }
    try {
      return Optional.of(work.run(sql));
    } finally {
      release(sql, lock);
    }
  }

  public static EngineException busy(String name) {
    return EngineException.of(
        ErrorKind.TIMEOUT, "another session works on \"" + name + "\"; it is tried again");
  }

  private boolean take(Sql sql, SqlText lock, int seconds) throws SQLException {
    int answer = ask(sql, lock, seconds);
    if (answer == NO_SECRET) {
      Bookkeeping.prepare(sql, random);
      answer = ask(sql, lock, seconds);
    }
    return answer == 1;
  }

  private static int ask(Sql sql, SqlText lock, int seconds) throws SQLException {
    try {
      return sql.query(
              SqlText.of("SELECT COALESCE(GET_LOCK({}, {}), -1)", lock, MY.number(seconds)),
              row -> row.getInt(1))
          .getFirst();
    } catch (SQLException e) {
      if (Bookkeeping.isMissing(e) || Failures.is(e, NO_NAME)) {
        return NO_SECRET;
      }
      if (Failures.is(e, DEADLOCK)) {
        return 0;
      }
      throw e;
    }
  }

  /** A connection that may hold it still must not be used again. */
  private static void release(Sql sql, SqlText lock) {
    try {
      sql.query(SqlText.of("SELECT RELEASE_LOCK({})", lock), row -> row.getBoolean(1));
    } catch (SQLException e) {
      try {
        sql.connection().abort(Runnable::run);
      } catch (SQLException gone) {
        // then the server gives the lock back as well
      }
    }
  }

  private static void pause(String name) {
    try {
      TimeUnit.SECONDS.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy(name).causedBy(e);
    }
  }
}
