package io.dbprovision.postgres.script;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;

/**
 * The time that all statements of a script have together, from now on. By the processor's own count
 * and no clock: when somebody sets the machine's clock, a script must neither be cancelled for it,
 * and then repeated, nor go on without end.
 */
final class TimeLimit {
  /** query_canceled, as PostgreSQL says it. */
  private static final String CANCELLED = "57014";

  private final Duration whole;
  private final long started = System.nanoTime();

  /**
   * @param whole zero for no limit
   */
  TimeLimit(Duration whole) {
    this.whole = whole;
  }

  Duration whole() {
    return whole;
  }

  /**
   * Gives a statement what is left; the driver cancels it on the server then.
   *
   * @throws SQLTimeoutException when nothing is left
   */
  void put(Statement statement) throws SQLException {
    if (whole.isZero()) {
      return;
    }
    Duration left = whole.minus(taken());
    if (!left.isPositive()) {
      throw new SQLTimeoutException("no time is left for it", CANCELLED);
    }
    // whole seconds only; the server's own limit is exact for the first statement
    statement.setQueryTimeout(Math.toIntExact(left.plusMillis(999).toSeconds()));
  }

  /** Whether this limit is why a statement failed. */
  boolean ended(SQLException failure) {
    return !whole.isZero()
        && CANCELLED.equals(failure.getSQLState())
        && taken().compareTo(whole) >= 0;
  }

  private Duration taken() {
    return Duration.ofNanos(System.nanoTime() - started);
  }
}
