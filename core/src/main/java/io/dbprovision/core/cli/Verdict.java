package io.dbprovision.core.cli;

import io.dbprovision.spi.Change;
import java.util.List;

/** What became of one manifest that was to be planned. */
sealed interface Verdict {
  /**
   * @param changes in the order they would be made; empty: in sync
   * @param initSql what of the init SQL would run, one line; empty when nothing of it
   * @param hindrances why the operator would do none of it as things are
   * @param notes what else there is to know
   */
  record Planned(
      List<Change> changes, List<String> initSql, List<String> hindrances, List<String> notes)
      implements Verdict {
    public Planned {
      changes = List.copyOf(changes);
      initSql = List.copyOf(initSql);
      hindrances = List.copyOf(hindrances);
      notes = List.copyOf(notes);
    }
  }

  /**
   * @param problems at least one, each with its field
   */
  record Impossible(List<String> problems) implements Verdict {
    public Impossible {
      problems = List.copyOf(problems);
    }
  }

  /** Nothing of the kind lives on a server. */
  record LeftOut() implements Verdict {}
}
