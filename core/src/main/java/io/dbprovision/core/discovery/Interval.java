package io.dbprovision.core.discovery;

import io.dbprovision.core.api.Fields;
import io.dbprovision.core.config.GoDuration;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.time.Duration;

/** How often a server is searched. */
final class Interval {
  private static final String STANDARD = "30m";
  private static final Duration LEAST = Duration.ofSeconds(10);

  private Interval() {}

  /**
   * @throws EngineException INVALID
   */
  static Duration of(Fields discovery) {
    String text = discovery.text("interval", STANDARD);
    try {
      Duration interval = GoDuration.parse(text);
      if (interval.compareTo(LEAST) >= 0) {
        return interval;
      }
    } catch (IllegalArgumentException e) {
      throw invalid(text).causedBy(e);
    }
    throw invalid(text);
  }

  private static EngineException invalid(String text) {
    return EngineException.at(
        ErrorKind.INVALID,
        "spec.discovery.interval",
        "must be a duration of at least 10s, such as 30m or 8h, got " + text);
  }
}
