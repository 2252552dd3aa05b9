package io.dbprovision.core.reconcile;

/** With what an object goes. */
enum Going {
  ALONE,
  /** Nothing can be made in its namespace any more, and nobody be asked. */
  WITH_NAMESPACE,
  /** The user agreed to the very list that it is on. */
  IN_CASCADE;

  /** Nobody decided about this very object. */
  boolean swept() {
    return this != ALONE;
  }
}
