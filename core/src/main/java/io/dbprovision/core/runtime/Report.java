package io.dbprovision.core.runtime;

/**
 * What one look at one key has to tell the log. Holds no secret and no SQL.
 *
 * @param did the sentence about what was changed or newly found; empty when there is no news
 * @param reason one word when something is not as it should be, such as {@code PermissionDenied};
 *     else empty
 * @param reconcileId as in the object's status and Events, or one of its own when only the server
 *     was changed; empty when nothing was
 */
public record Report(String did, String reason, String reconcileId) {
  static final Report NOTHING = new Report("", "", "");

  /** Of something that leaves no trace in a status. */
  public static Report of(String did, String reason) {
    return new Report(did, reason, "");
  }
}
