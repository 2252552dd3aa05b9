package io.dbprovision.postgres.copy;

import io.dbprovision.postgres.script.EphemeralLogin;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;

/** Ends of passing logins. */
final class Logins {
  private Logins() {}

  /** Nothing happens when it is not there. */
  static void drop(EphemeralLogin logins, String name) {
    try {
      logins.drop(name);
    } catch (EngineException e) {
      if (e.kind() != ErrorKind.NOT_FOUND) {
        throw e;
      }
    }
  }
}
