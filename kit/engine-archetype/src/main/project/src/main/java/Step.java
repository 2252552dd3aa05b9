package ${package};

import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Risk;

/**
 * A difference, and how to do away with it.
 *
 * @param path what it is about: unique in a plan, and never a secret, as no text here is
 * @param effect done twice it is done once
 */
record Step(
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
