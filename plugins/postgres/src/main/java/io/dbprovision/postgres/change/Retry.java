package io.dbprovision.postgres.change;

import io.dbprovision.postgres.connect.Failures;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.sql.SQLException;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Runs again what the server refused only because another session changed the same catalog row at
 * the same moment. PostgreSQL says "tuple concurrently updated" to about half of such statements,
 * and names a unique index of its catalog when both made the same thing.
 */
public final class Retry {
  private static final int TRIES = 8;
  private static final long STEP_MILLIS = 15;
  private static final Set<String> PASSING = Set.of("40001", "40P01", "23505", "XX000");

  private final RandomGenerator random;

  public Retry(RandomGenerator random) {
    this.random = random;
  }

  public void run(Runnable work) {
    for (int attempt = 1; ; attempt++) {
      try {
        work.run();
        return;
      } catch (EngineException e) {
        if (attempt == TRIES || !passing(e)) {
          throw e;
        }
        pause(attempt);
      }
    }
  }

  private static boolean passing(EngineException failure) {
    return failure.getCause() instanceof SQLException cause
        && PASSING.stream().anyMatch(state -> Failures.is(cause, state));
  }

  private void pause(int attempt) {
    try {
      Thread.sleep(1 + random.nextLong(STEP_MILLIS * attempt));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EngineException.of(ErrorKind.TIMEOUT, "the operation was given up").causedBy(e);
    }
  }
}
