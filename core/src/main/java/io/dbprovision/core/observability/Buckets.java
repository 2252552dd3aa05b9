package io.dbprovision.core.observability;

/** Upper bounds of histograms in seconds, as existing dashboards and alerts know them. */
final class Buckets {
  private static final double[] CONNECTION = {
    .001, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10
  };
  private static final double[] OPERATION = {.01, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60};

  private static final double[] BACKUP = {1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600};

  private Buckets() {}

  static double[] connection() {
    return CONNECTION.clone();
  }

  static double[] backup() {
    return BACKUP.clone();
  }

  static double[] operation() {
    return OPERATION.clone();
  }
}
