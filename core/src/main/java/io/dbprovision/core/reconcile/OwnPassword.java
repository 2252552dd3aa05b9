package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.credential.Credential;
import io.dbprovision.core.status.StatusDraft;

/**
 * An adopted login keeps the password it has: the readers that know it go on. Nobody told it to the
 * operator, so there is no Secret until a new one is asked for. The condition is also the record of
 * that, which must outlive the annotation.
 */
final class OwnPassword {
  static final String SECRET_CREATED = "SecretCreated";
  static final String UNKNOWN = "PasswordUnknown";

  private OwnPassword() {}

  /** Whether the login is there with a password that is not ours. */
  static boolean of(Request request, UserKind kind) {
    CustomResource user = request.resource();
    return (request.provenance().adopt() || marked(user))
        && kind.managed(request).names().contains(kind.serverName(user));
  }

  static void tell(StatusDraft draft, Credential credential) {
    if (credential.password().isEmpty()) {
      draft.condition(
          SECRET_CREATED,
          false,
          UNKNOWN,
          "the adopted login keeps the password it has, which the operator does not know, so there"
              + " is no Secret; annotate the object with %s=<any token> to have a new password set"
                  .formatted(Keys.ROTATE_PASSWORD));
    } else {
      told(draft);
    }
  }

  /** Its Secret has a login whose password is ours. */
  static void told(StatusDraft draft) {
    if (marked(draft.resource())) {
      draft.condition(SECRET_CREATED, true, SECRET_CREATED, "the login is in its Secret");
    }
  }

  private static boolean marked(CustomResource user) {
    return user.condition(SECRET_CREATED).text("reason", "").equals(UNKNOWN);
  }
}
