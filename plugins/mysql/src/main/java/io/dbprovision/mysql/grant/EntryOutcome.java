package io.dbprovision.mysql.grant;

import io.dbprovision.spi.EngineException;

/** What became of one request. */
sealed interface EntryOutcome {
  /** It was planned. */
  record Planned(EntryPlan plan) implements EntryOutcome {}

  /** It cannot be. */
  record Failed(EngineException failure) implements EntryOutcome {}
}
