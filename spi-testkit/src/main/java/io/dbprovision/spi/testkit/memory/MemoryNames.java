package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;

/** What a name may be. */
final class MemoryNames {
  private static final int LONGEST = 63;

  private MemoryNames() {}

  static void check(String path, String name) {
    if (name.isEmpty() || name.length() > LONGEST || name.indexOf('\0') >= 0) {
      throw EngineException.at(
          ErrorKind.INVALID, path, "must have 1 to " + LONGEST + " characters, no NUL");
    }
  }
}
