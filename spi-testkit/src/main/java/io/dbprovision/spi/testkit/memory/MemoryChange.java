package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Risk;

/**
 * A change and how to do it.
 *
 * @param effect does it, checking the owner again; running it twice is running it once
 */
record MemoryChange(
    String path,
    String expected,
    String actual,
    Risk risk,
    Cause cause,
    String summary,
    Runnable effect)
    implements Change {

  @Override
  public ChangeId id() {
    return new ChangeId(path);
  }
}
