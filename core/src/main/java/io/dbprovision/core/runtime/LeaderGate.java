package io.dbprovision.core.runtime;

/**
 * Lets work begin only in the one process that leads. Leading is never given up and taken back: who
 * loses it ends the process, by the action that the implementation was built with, because work in
 * flight cannot be told from the new leader's.
 */
public interface LeaderGate extends Service {

  /**
   * Runs the action once, when this process leads; at once and in the caller's thread when it does
   * already, else later in a thread of the gate. Actions run in the order they were given. May be
   * called before the start.
   */
  void runWhenLeader(Runnable action);

  /** Whether this process leads now. */
  boolean isLeader();
}
