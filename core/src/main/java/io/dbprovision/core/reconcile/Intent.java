package io.dbprovision.core.reconcile;

import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.Desired;
import io.dbprovision.spi.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one object asks for, with everything it refers to already read. Lives for one reconcile and
 * is used by one thread.
 */
interface Intent<D extends Desired> {
  /** As of now: changes after {@link #prepare} and {@link #applied}. */
  D desired();

  /**
   * Everything beside the manifest that the desired state was made from, such as versions of
   * Secrets; the same text as long as nothing changed. Asked again after {@link #prepare}.
   */
  String inputs();

  /**
   * What is kept of {@link #inputs} once the object is in line: another text when there is work
   * left to come back for, though nothing changes and the process may end before.
   */
  default String recorded() {
    return inputs();
  }

  /**
   * Makes what has to exist before the server is changed; called once the plan is allowed to run.
   */
  void prepare();

  /**
   * What would be done beside the plan of the server once that is in effect, for people to see and
   * approve with it; {@link #complete} does it.
   */
  default List<Change> steps(Plan plan) {
    return List.of();
  }

  /** The plan is shown and waits; adds to the status what has to be the same when it may run. */
  default void shown(StatusDraft draft) {}

  /** Whether the server object is a new one by intention, so that nothing was lost with it. */
  default boolean anew() {
    return false;
  }

  /** Whether changed {@link #inputs} mean that what was given on them went, and is given again. */
  default boolean givesAgain() {
    return false;
  }

  /** The server object is lost and about to be made again: the record of what was in it is void. */
  default void forget(StatusDraft draft) {}

  /** Whether there is such a record. */
  default boolean remembers() {
    return false;
  }

  /** These changes of the plan are in effect. */
  void applied(List<Change> changes);

  /** Adds the kind's own blocks to the status and does what comes after the server's changes. */
  Completion complete(Plan last, StatusDraft draft);

  /** Fields of the manifest that this version does not make real, each with the reason. */
  List<String> unsupported();

  /**
   * What came of the work after the server's changes.
   *
   * @param failure shown as {@code Synced=False}
   * @param ready whether the object counts as ready in spite of it
   * @param again when to look again beside the drift interval
   */
  record Completion(Optional<Failure> failure, boolean ready, Optional<Duration> again) {
    static Completion done() {
      return new Completion(Optional.empty(), true, Optional.empty());
    }
  }
}
