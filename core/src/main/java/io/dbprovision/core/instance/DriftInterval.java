package io.dbprovision.core.instance;

import io.dbprovision.core.api.Fields;
import io.dbprovision.core.config.GoDuration;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.time.Duration;

/** How often a {@code driftPolicy}, an object's or an instance's, has the server compared. */
public final class DriftInterval {
  /** More often, the operator would do nothing else. */
  private static final Duration LEAST = Duration.ofSeconds(1);

  private DriftInterval() {}

  /**
   * @param fallback where the policy has none
   * @throws EngineException INVALID, naming the field
   */
  public static Duration of(Fields policy, Duration fallback) {
    String text = policy.text("interval", "");
    if (text.isEmpty()) {
      return fallback;
    }
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
        "spec.driftPolicy.interval",
        "must be a duration of at least 1s, such as 10s, 30m or 8h, got " + text);
  }
}
