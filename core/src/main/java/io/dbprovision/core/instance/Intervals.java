package io.dbprovision.core.instance;

import io.dbprovision.core.api.Fields;
import io.dbprovision.core.config.GoDuration;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.time.Duration;

/** How often a server is looked at, where a manifest says so. */
public final class Intervals {
  /** More often, the operator would do nothing else. */
  private static final Duration LEAST_DRIFT = Duration.ofSeconds(1);

  private static final Duration LEAST_DISCOVERY = Duration.ofSeconds(10);
  private static final Duration DISCOVERY = Duration.ofMinutes(30);

  private Intervals() {}

  /**
   * How often a {@code driftPolicy}, an object's or an instance's, has the server compared.
   *
   * @param fallback where the policy has none
   * @throws EngineException INVALID, naming the field
   */
  public static Duration drift(Fields policy, Duration fallback) {
    return of(policy, "spec.driftPolicy", LEAST_DRIFT, fallback);
  }

  /**
   * How often a server is searched for what nobody has on record.
   *
   * @throws EngineException INVALID, naming the field
   */
  public static Duration discovery(Fields discovery) {
    return of(discovery, "spec.discovery", LEAST_DISCOVERY, DISCOVERY);
  }

  private static Duration of(Fields block, String path, Duration least, Duration fallback) {
    String text = block.text("interval", "");
    if (text.isEmpty()) {
      return fallback;
    }
    try {
      Duration interval = GoDuration.parse(text);
      if (interval.compareTo(least) >= 0) {
        return interval;
      }
    } catch (IllegalArgumentException e) {
      throw invalid(path, least, text).causedBy(e);
    }
    throw invalid(path, least, text);
  }

  private static EngineException invalid(String path, Duration least, String text) {
    return EngineException.at(
        ErrorKind.INVALID,
        path + ".interval",
        "must be a duration of at least %ds, such as 10s, 30m or 8h, got %s"
            .formatted(least.toSeconds(), text));
  }
}
