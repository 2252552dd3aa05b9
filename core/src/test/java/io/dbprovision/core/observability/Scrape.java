package io.dbprovision.core.observability;

import io.prometheus.metrics.expositionformats.ExpositionFormats;
import java.util.List;

/** Reads metrics as a scraper does, for tests of other packages. */
public final class Scrape {
  private Scrape() {}

  /** The series whose names begin so. */
  public static List<String> of(OperatorMetrics metrics, String prefix) {
    return ExpositionFormats.init()
        .getPrometheusTextFormatWriter()
        .toDebugString(metrics.registry().scrape())
        .lines()
        .filter(line -> line.startsWith(prefix))
        .toList();
  }
}
