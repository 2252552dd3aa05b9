package io.dbprovision.postgres.connect;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the session of work inside a database, and its place, for the work that comes next in the
 * same database: to read it, to change it and to see what became of it are three calls, and a
 * log-in costs more than any of them. Thread-safe.
 */
final class Stays implements AutoCloseable {
  /** Between two of the calls lies a request to the API server or two. */
  private static final Duration STAY = Duration.ofMillis(150);

  private static final int CHECK_SECONDS = 5;

  private final Semaphore places;
  private final ScheduledExecutorService timer;
  private final AtomicReference<@Nullable Stay> kept = new AtomicReference<>();

  /**
   * @param places of which a stay holds one
   */
  Stays(Semaphore places, ScheduledExecutorService timer) {
    this.places = places;
    this.timer = timer;
  }

  private record Stay(String database, Connection connection) {}

  /** The session that is kept for that database, with its place; empty too for one that is gone. */
  Optional<Connection> resume(String database) {
    Stay stay = kept.get();
    if (stay == null || !stay.database().equals(database) || !kept.compareAndSet(stay, null)) {
      return Optional.empty();
    }
    if (alive(stay.connection())) {
      return Optional.of(stay.connection());
    }
    end(stay.connection());
    return Optional.empty();
  }

  private static boolean alive(Connection connection) {
    try {
      return connection.isValid(CHECK_SECONDS);
    } catch (SQLException e) {
      return false;
    }
  }

  /** Keeps it for a moment; whoever calls has its place, and gives it away with this. */
  void keep(String database, Connection connection) {
    Stay stay = new Stay(database, connection);
    Stay before = kept.getAndSet(stay);
    if (before != null) {
      end(before.connection());
    }
    Future<?> _ =
        timer.schedule(
            () -> {
              if (kept.compareAndSet(stay, null)) {
                end(stay.connection());
              }
            },
            STAY.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** Nothing more is to be done there for now. */
  void leave(String database) {
    Stay stay = kept.get();
    if (stay != null && stay.database().equals(database) && kept.compareAndSet(stay, null)) {
      end(stay.connection());
    }
  }

  /** Closes the session and gives its place back. */
  void end(@Nullable Connection connection) {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      // it is gone either way
    } finally {
      places.release();
    }
  }

  @Override
  public void close() {
    Stay stay = kept.getAndSet(null);
    if (stay != null) {
      end(stay.connection());
    }
  }
}
