package io.dbprovision.core.reconcile;

/**
 * The Events and words of a kind.
 *
 * @param made reason of the Event when its server object was made
 * @param removed reason of the Event when it was removed
 * @param kept reason of the Event when nothing was removed
 * @param notRemoved reason of the Event when that failed
 * @param after what became of a removed server object, after its name
 */
record Wording(String made, String removed, String kept, String notRemoved, String after) {
  static final Wording OBJECT =
      new Wording("Created", "Deleted", "Deleted", "DeleteFailed", "removed from the server");
  static final Wording GRANT =
      new Wording(
          "Applied", "Revoked", "RevokeSkipped", "RevokeFailed", "has lost what was given to it");
}
