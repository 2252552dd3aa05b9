package io.dbprovision.spi;

import java.time.Instant;
import java.util.Objects;

/**
 * Who may read one database for a while.
 *
 * @param id of the copy, the same in every call that concerns it: letters, digits and dashes, at
 *     most 40, unique among the operators of all clusters; login names are made of it
 * @param database the database's name inside the server
 * @param owner whose record has to be on the database
 * @param block the engine block of the backup: what is to be read
 * @param until when the login ends by itself
 */
public record CopyScope(String id, String database, Owner owner, Section block, Instant until) {
  public CopyScope {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(database, "database");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(block, "block");
    Objects.requireNonNull(until, "until");
  }
}
