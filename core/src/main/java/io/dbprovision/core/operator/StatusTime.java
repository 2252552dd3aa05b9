package io.dbprovision.core.operator;

import io.dbprovision.core.api.Fields;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** Times as objects have them. */
final class StatusTime {
  private StatusTime() {}

  /** Empty also for what somebody else wrote there and is no time. */
  static Optional<Instant> of(Fields block, String field) {
    try {
      return block.text(field).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
