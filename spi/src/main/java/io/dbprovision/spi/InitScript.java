package io.dbprovision.spi;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Statements to run in a database.
 *
 * @param database the database's name inside the server; it exists and is owned by {@code owner}
 * @param owner who asks: its record must be on the database
 * @param statements each may hold several statements of the engine's language; never empty texts
 * @param transaction true: all or nothing; false: each entry stands for itself
 * @param confidential the text came out of a Secret: of a failure only its place and the server's
 *     code may be told
 * @param timeout of the whole script, at whose end the running statement is cancelled on the server
 *     and fails with TIMEOUT; zero for the engine's usual limit of each statement
 * @param done how many entries from the first on are in effect by an earlier run and must not be
 *     repeated; a failure's place is told by all entries
 */
public record InitScript(
    String database,
    Owner owner,
    List<String> statements,
    boolean transaction,
    boolean confidential,
    Duration timeout,
    int done) {
  /** Of a text that anybody may see, with the engine's usual limits. */
  public InitScript(String database, Owner owner, List<String> statements, boolean transaction) {
    this(database, owner, statements, transaction, false, Duration.ZERO);
  }

  /** From its beginning. */
  public InitScript(
      String database,
      Owner owner,
      List<String> statements,
      boolean transaction,
      boolean confidential,
      Duration timeout) {
    this(database, owner, statements, transaction, confidential, timeout, 0);
  }

  public InitScript {
    Objects.requireNonNull(timeout, "timeout");
    Objects.requireNonNull(database, "database");
    Objects.requireNonNull(owner, "owner");
    statements = List.copyOf(statements);
    if (done < 0 || done > statements.size()) {
      throw new IllegalArgumentException(
          "%d of %d entries cannot be done".formatted(done, statements.size()));
    }
  }
}
