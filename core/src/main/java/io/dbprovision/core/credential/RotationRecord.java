package io.dbprovision.core.credential;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.kube.Secrets.Secret;

/** Which rotation a Secret says to have been done last. */
final class RotationRecord {
  private RotationRecord() {}

  /**
   * An earlier operator wrote none, and did not rotate because of the annotation either: what it
   * left of it must not give a login that it made another password, so it counts as done.
   *
   * @param known holds the password in use
   * @param token of the rotation that is asked for; empty for none
   * @return the token of the rotation that was done last; empty for none
   */
  static String done(CustomResource user, Secret known, String token) {
    String recorded = known.annotations().getOrDefault(GeneratedCredential.ROTATED_FOR, "");
    return recorded.isEmpty() && ofEarlierOperator(user, known) ? token : recorded;
  }

  /** Ours bear a time from the start, and the status names them once they are applied. */
  private static boolean ofEarlierOperator(CustomResource user, Secret known) {
    return known.annotations().getOrDefault(GeneratedCredential.ROTATED_AT, "").isEmpty()
        && !user.status().object("secret").has("uid");
  }
}
