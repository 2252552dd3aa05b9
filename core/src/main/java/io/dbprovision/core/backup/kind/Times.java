package io.dbprovision.core.backup.kind;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.config.GoDuration;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Times of a backup's or restore's manifest and status. */
final class Times {
  /** How long a login outlives its work at most: the operator takes it away as soon as it can. */
  private static final Duration LOGIN_MARGIN = Duration.ofMinutes(10);

  private Times() {}

  static Duration limit(CustomResource resource, long fallbackSeconds) {
    return Duration.ofSeconds(
        Math.max(1, resource.spec().number("activeDeadlineSeconds", fallbackSeconds)));
  }

  static Optional<Instant> at(CustomResource resource, String field) {
    return resource
        .status()
        .text(field)
        .flatMap(
            text -> {
              try {
                return Optional.of(Instant.parse(text));
              } catch (DateTimeException e) {
                return Optional.empty();
              }
            });
  }

  /** When the work has to be over. */
  static Instant deadline(CustomResource resource, Instant now, long fallbackSeconds) {
    return at(resource, "startedAt").orElse(now).plus(limit(resource, fallbackSeconds));
  }

  static Instant loginEnd(CustomResource resource, Instant now, long fallbackSeconds) {
    return deadline(resource, now, fallbackSeconds).plus(LOGIN_MARGIN);
  }

  /**
   * @throws EngineException INVALID
   */
  static Optional<Duration> ttl(CustomResource backup) {
    Optional<String> text = backup.spec().text("ttl");
    try {
      Optional<Duration> ttl = text.map(GoDuration::parse);
      if (ttl.filter(duration -> !duration.isPositive()).isPresent()) {
        throw EngineException.at(
            ErrorKind.INVALID,
            "spec.ttl",
            "has to be more than nothing, such as 168h; leave it out to keep the backup");
      }
      return ttl;
    } catch (IllegalArgumentException e) {
      throw EngineException.at(ErrorKind.INVALID, "spec.ttl", String.valueOf(e.getMessage()))
          .causedBy(e);
    }
  }
}
