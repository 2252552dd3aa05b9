package io.dbprovision.core.observability;

import io.prometheus.metrics.core.datapoints.DataPoint;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.StatefulMetric;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Remembers which series speak of which object, so that they go when the object goes: the metrics
 * library only removes a series whose every label is named.
 */
final class SeriesLedger {
  private record Series(StatefulMetric<?, ?> metric, List<String> labels) {
    void remove() {
      metric.remove(labels.toArray(String[]::new));
    }
  }

  // A set is only touched inside compute of its key.
  private final ConcurrentMap<ObjectRef, Set<Series>> byObject = new ConcurrentHashMap<>();

  /** The data point of these labels, which from now on belongs to the object. */
  <D extends DataPoint> D of(ObjectRef object, StatefulMetric<D, ?> metric, String... labels) {
    Series series = new Series(metric, List.of(labels));
    byObject.compute(
        object,
        (_, present) -> {
          Set<Series> all = present == null ? new HashSet<>() : present;
          all.add(series);
          return all;
        });
    return metric.labelValues(labels);
  }

  /** Sets the one series that the object has of a gauge; one with other labels goes. */
  void set(ObjectRef object, Gauge gauge, double value, String... labels) {
    Series series = new Series(gauge, List.of(labels));
    byObject.computeIfPresent(
        object,
        (_, all) -> {
          all.stream()
              .filter(other -> other.metric().equals(gauge) && !other.equals(series))
              .toList()
              .forEach(
                  other -> {
                    other.remove();
                    all.remove(other);
                  });
          return all;
        });
    of(object, gauge, labels).set(value);
  }

  /** Ends the object's series of one metric. */
  void forget(ObjectRef object, StatefulMetric<?, ?> metric) {
    byObject.computeIfPresent(
        object,
        (_, all) -> {
          all.stream()
              .filter(series -> series.metric().equals(metric))
              .toList()
              .forEach(
                  series -> {
                    series.remove();
                    all.remove(series);
                  });
          return all;
        });
  }

  void forget(ObjectRef object) {
    Set<Series> all = byObject.remove(object);
    if (all != null) {
      all.forEach(Series::remove);
    }
  }
}
