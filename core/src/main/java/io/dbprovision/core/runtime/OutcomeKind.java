package io.dbprovision.core.runtime;

import java.util.Locale;

/** The outcomes as metrics tell them apart. */
public enum OutcomeKind {
  /** In order, and nothing more to do. */
  DONE,
  /** In order so far, with a date to look again. */
  REQUEUED,
  /** Failed in a way the reconciler foresaw. */
  RETRIED,
  /** The reconciler threw: a defect of ours. */
  CRASHED;

  /** The value of the metric's label. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
