package io.dbprovision.core.backup.work;

import java.util.function.Consumer;

/**
 * Runs works beside the operator. Thread-safe; no method waits for a work. What is known of a work
 * survives a restart of the operator, until it is forgotten.
 */
public interface Workers {
  /**
   * Sees to it that the work is started, once: nothing happens when one of that id is known in
   * whatever state, {@link WorkState.Failed} too. Forget it to start it anew.
   *
   * @throws io.dbprovision.spi.EngineException when it cannot be started now
   */
  void start(Work work, WorkTerms terms);

  /** What is known now; cheap. */
  WorkState state(String id);

  /**
   * Ends it as soon as can be: tool killed, upload aborted. It is {@link WorkState.Failed} then;
   * nothing happens to one that is over or unknown.
   */
  void cancel(String id);

  /**
   * Removes all that is kept of it, after cancelling it when it is not over; nothing happens when
   * it is not known.
   */
  void forget(String id);

  /**
   * Whether works are done beside the operator, where nobody but it can read what it hands over;
   * else one whose store is on a claim is done in the claim's namespace.
   */
  default boolean besideOperator() {
    return false;
  }

  /**
   * Whom to tell the id of each work whose state changed, progress too, at most about once a second
   * for each; called on any thread, must return at once.
   */
  void listen(Consumer<String> changed);
}
