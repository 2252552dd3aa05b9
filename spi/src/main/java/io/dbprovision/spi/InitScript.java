package io.dbprovision.spi;

import java.util.List;
import java.util.Objects;

/**
 * Statements to run in a database.
 *
 * @param database the database's name inside the server; it exists and is owned by {@code owner}
 * @param owner who asks: its record must be on the database
 * @param statements each may hold several statements of the engine's language; never empty texts
 * @param transaction true: all or nothing; false: each entry stands for itself
 */
public record InitScript(
    String database, Owner owner, List<String> statements, boolean transaction) {
  public InitScript {
    Objects.requireNonNull(database, "database");
    Objects.requireNonNull(owner, "owner");
    statements = List.copyOf(statements);
  }
}
