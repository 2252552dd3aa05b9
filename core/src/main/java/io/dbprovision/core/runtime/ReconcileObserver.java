package io.dbprovision.core.runtime;

import java.time.Duration;

/** Is told of every reconcile. Called by the workers: must be quick, thread-safe and not throw. */
@FunctionalInterface
public interface ReconcileObserver {
  ReconcileObserver NONE = (controller, outcome, took) -> {};

  void reconciled(String controller, OutcomeKind outcome, Duration took);
}
