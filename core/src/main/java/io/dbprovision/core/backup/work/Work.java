package io.dbprovision.core.backup.work;

import java.util.regex.Pattern;

/**
 * One piece of work with everything that a worker needs for it, secrets too: it is given to the
 * worker in a file that only the worker can read, never on a command line or in an environment.
 */
public sealed interface Work permits DumpWork, LoadWork, VerifyWork, StoreWork {
  Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,62}");

  /** The uid of the object that asks for it: letters, digits and dashes. */
  String id();

  StoreAccess store();

  /**
   * @throws IllegalArgumentException when it cannot be part of names
   */
  static void checkId(String id) {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("a work's id is letters, digits and dashes: " + id);
    }
  }
}
