package io.dbprovision.core.runtime;

/** Brings the world in line with what one key asks for. */
@FunctionalInterface
public interface Reconciler<K> {

  /**
   * Called by many threads, but never by two at once for one key. Must be idempotent: it is called
   * again after a crash and without any change. What it throws is taken for a defect, logged and
   * retried with backoff.
   *
   * @throws InterruptedException when the operator stops and the grace is over
   */
  Outcome reconcile(K key) throws InterruptedException;
}
