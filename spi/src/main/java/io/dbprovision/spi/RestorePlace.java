package io.dbprovision.spi;

import java.util.Objects;

/**
 * Where a worker fills.
 *
 * @param database the temporary database's name inside the server
 * @param login that can fill it, and nothing else
 */
public record RestorePlace(String database, Credentials login) {
  public RestorePlace {
    Objects.requireNonNull(database, "database");
    Objects.requireNonNull(login, "login");
  }
}
