package io.dbprovision.postgres.grant;

import io.dbprovision.spi.EngineException;

/** What one of many requests came to. */
public sealed interface EntryOutcome {
  /** It was planned. */
  record Planned(EntryPlan plan) implements EntryOutcome {}

  /** It failed; the others are not concerned. */
  record Failed(EngineException failure) implements EntryOutcome {}
}
