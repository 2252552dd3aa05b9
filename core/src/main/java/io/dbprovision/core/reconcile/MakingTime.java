package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** When the server object was made, for the last time. Lives for one reconcile. */
final class MakingTime {
  private static final String FIELD = "createdAt";
  private static final List<String> BLOCKS = List.of("database", "user", "role");

  private final Optional<String> before;
  private boolean made;

  /**
   * @param block the status block that holds it
   */
  MakingTime(CustomResource resource, String block) {
    this.before = resource.status().object(block).text(FIELD);
  }

  /** What was made is gone. */
  static void forget(StatusDraft draft) {
    for (String block : BLOCKS) {
      Map<String, Object> left = new LinkedHashMap<>(draft.block(block).values());
      if (left.remove(FIELD) != null) {
        draft.set(block, left);
      }
    }
  }

  /** Whether that was in this reconcile. */
  boolean made() {
    return made;
  }

  void applied(List<Change> changes) {
    made |= changes.stream().anyMatch(change -> change.cause() == Cause.MISSING);
  }

  /** Empty for what was there before us. */
  Optional<String> at(Instant now) {
    return made ? Optional.of(now.toString()) : before;
  }
}
