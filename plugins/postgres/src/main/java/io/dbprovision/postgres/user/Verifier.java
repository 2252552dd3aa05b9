package io.dbprovision.postgres.user;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.SecretText;
import java.util.random.RandomGenerator;

/**
 * Makes of a password what the server stores of it (SCRAM-SHA-256), so that the password itself is
 * never sent and stands in no log of the server. Thread-safe.
 */
public final class Verifier {
  private static final int ITERATIONS = 4096;
  private static final int SALT_BYTES = 16;

  private final RandomGenerator random;

  /**
   * @param random cryptographically strong
   */
  public Verifier(RandomGenerator random) {
    this.random = random;
  }

  /**
   * @throws EngineException INVALID for an empty password: the server would take it as none
   */
  public SqlText of(SecretText password) {
    if (password.isEmpty()) {
      throw EngineException.of(
          ErrorKind.INVALID, "the password is empty; PostgreSQL lets nobody in with an empty one");
    }
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return PgDialect.PG.literal(ScramSha256.verifier(password.reveal(), ITERATIONS, salt));
  }
}
