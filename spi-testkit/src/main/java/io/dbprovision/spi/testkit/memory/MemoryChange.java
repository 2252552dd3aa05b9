package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.Applied;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Risk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

  /** Does what was chosen of the plan, in its order, up to the first failure. */
  static Applied apply(Plan plan, Set<ChangeId> chosen) {
    List<ChangeId> done = new ArrayList<>();
    for (Change change : plan.changes()) {
      if (chosen.contains(change.id()) && change instanceof MemoryChange ours) {
        try {
          ours.effect().run();
        } catch (EngineException e) {
          return Applied.failed(done, change.id(), e);
        }
        done.add(change.id());
      }
    }
    return Applied.complete(done);
  }

  @Override
  public ChangeId id() {
    return new ChangeId(path);
  }

  @Override
  public Optional<ChangeId> claim() {
    return cause == Cause.ABSENT && Entries.isEntry(path) ? Optional.of(id()) : Optional.empty();
  }
}
