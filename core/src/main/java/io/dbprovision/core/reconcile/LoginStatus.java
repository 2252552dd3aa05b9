package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.Fields;
import io.dbprovision.core.credential.ServiceBindings;
import io.dbprovision.core.status.StatusDraft;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a user's status says of the login in use, whichever way its password is kept. */
final class LoginStatus {
  private LoginStatus() {}

  /**
   * @param secret the block of the Secret that readers have; null when there is none
   */
  static void put(
      StatusDraft draft, String login, MakingTime made, @Nullable Map<String, Object> secret) {
    Map<String, Object> user = new LinkedHashMap<>();
    user.put("username", login);
    made.at(draft.now()).ifPresent(time -> user.put("createdAt", time));
    draft
        .set("user", user)
        .set("secret", secret)
        .set(
            "binding",
            secret == null ? null : ServiceBindings.status(draft.resource(), Fields.of(secret)))
        .set(OwnershipBlock.BLOCK, null);
  }
}
