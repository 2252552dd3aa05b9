package com.example.redis;

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
 * A change and how it is done.
 *
 * @param entry whether it is about one of several entries, which are claimed one by one
 * @param effect does it; running it twice is running it once
 */
record Step(
    String path,
    String expected,
    String actual,
    Risk risk,
    Cause cause,
    boolean entry,
    String summary,
    Runnable effect)
    implements Change {

  static Applied apply(Plan plan, Set<ChangeId> chosen) {
    List<ChangeId> done = new ArrayList<>();
    for (Change change : plan.changes()) {
      if (chosen.contains(change.id()) && change instanceof Step step) {
        try {
          step.effect().run();
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
    return entry && (cause == Cause.ABSENT || cause == Cause.DIFFERS)
        ? Optional.of(id())
        : Optional.empty();
  }
}
