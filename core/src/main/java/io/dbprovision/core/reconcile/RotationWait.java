package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.status.StatusDraft;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Says of a rotation that was asked for that it waits, as long as it does, and comes back to it.
 */
final class RotationWait {
  static final String CONDITION = "PasswordRotated";
  static final String WAITS = "RotationWaits";
  private static final Duration SOON = Duration.ofSeconds(1);

  private RotationWait() {}

  /**
   * @param until when it may be done; empty when none waits
   * @return when to look again
   */
  static Optional<Duration> tell(StatusDraft draft, Optional<Instant> until) {
    if (until.isPresent()) {
      draft.condition(
          CONDITION,
          false,
          WAITS,
          "the rotation that the annotation %s asks for waits until %s: the credentials were changed less than a minute before, and readers need that time. It is done then"
              .formatted(Keys.ROTATE_PASSWORD, until.get()));
    } else if (waited(draft.resource()) && !asked(draft.resource())) {
      draft.without(CONDITION);
    } else if (waited(draft.resource())) {
      draft.condition(CONDITION, true, CONDITION, "the rotation that was asked for last is done");
    }
    return until
        .map(at -> Duration.between(draft.now(), at))
        .map(wait -> wait.compareTo(SOON) < 0 ? SOON : wait);
  }

  /** Whether somebody asks for one now, or did and it is done. */
  static boolean asked(CustomResource user) {
    return user.metadata()
        .annotation(Keys.ROTATE_PASSWORD)
        .filter(token -> !token.isEmpty() && !token.equals("false"))
        .isPresent();
  }

  private static boolean waited(CustomResource user) {
    return user.condition(CONDITION).text("reason", "").equals(WAITS);
  }
}
