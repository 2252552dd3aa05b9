package io.dbprovision.mysql.script;

import io.dbprovision.mysql.connect.Failures;
import io.dbprovision.spi.ErrorKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;

/**
 * The time that all statements of a script have together, from now on. We stop waiting when it is
 * over, and whoever shuts the login ends its session on the server: MySQL itself limits nothing but
 * queries, and a script could lift what limits MariaDB has. By the processor's own count and no
 * clock: when somebody sets the machine's clock, a script must neither be cancelled for it, and
 * then repeated, nor go on without end.
 */
final class TimeLimit {
  private final Duration whole;
  private final long started = System.nanoTime();

  /**
   * @param whole zero for no limit but the connection's own of each statement
   */
  TimeLimit(Duration whole) {
    this.whole = whole;
  }

  Duration whole() {
    return whole;
  }

  /**
   * Gives the next statement what is left.
   *
   * @throws SQLTimeoutException when nothing is left
   */
  void put(Connection connection) throws SQLException {
    if (whole.isZero()) {
      return;
    }
    Duration left = whole.minus(taken());
    if (!left.isPositive()) {
      throw new SQLTimeoutException("no time is left for it");
    }
    connection.setNetworkTimeout(
        Runnable::run, Math.clamp(left.toMillis() + 1, 1, Integer.MAX_VALUE));
  }

  /** Whether this limit is why a statement failed. */
  boolean ended(SQLException failure) {
    return !whole.isZero()
        && (failure instanceof SQLTimeoutException || Failures.kindOf(failure) == ErrorKind.TIMEOUT)
        && taken().compareTo(whole) >= 0;
  }

  private Duration taken() {
    return Duration.ofNanos(System.nanoTime() - started);
  }
}
