package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** When the server object was made, for the last time. Lives for one reconcile. */
final class MakingTime {
  private final Optional<String> before;
  private boolean made;

  /**
   * @param block the status block that holds it
   */
  MakingTime(CustomResource resource, String block) {
    this.before = resource.status().object(block).text("createdAt");
  }

  void applied(List<Change> changes) {
    made |= changes.stream().anyMatch(change -> change.cause() == Cause.MISSING);
  }

  /** Empty for what was there before us. */
  Optional<String> at(Instant now) {
    return made ? Optional.of(now.toString()) : before;
  }
}
