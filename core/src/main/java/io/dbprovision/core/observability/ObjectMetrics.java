package io.dbprovision.core.observability;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * {@code dbops_*_info} and {@code dbops_resource_count}, made from one table at every scrape: an
 * object can't be counted in two phases, and one that is forgotten leaves nothing behind.
 */
public final class ObjectMetrics implements MultiCollector {
  private final ConcurrentMap<ObjectRef, ObjectInfo> objects = new ConcurrentHashMap<>();

  ObjectMetrics(PrometheusRegistry registry) {
    registry.register(this);
  }

  /** What an object looks like now; replaces what was said of it before. */
  public void observed(ObjectInfo info) {
    objects.put(info.ref(), info);
  }

  void forget(ObjectRef ref) {
    objects.remove(ref);
  }

  boolean shows(ObjectRef ref) {
    return objects.containsKey(ref);
  }

  /** All objects of a type. */
  List<ObjectRef> of(String resourceType) {
    return objects.keySet().stream()
        .filter(ref -> ref.resourceType().equals(resourceType))
        .toList();
  }

  @Override
  public MetricSnapshots collect() {
    List<ObjectInfo> now = List.copyOf(objects.values());
    List<MetricSnapshot> snapshots = new ArrayList<>();
    Map<String, List<InfoDataPointSnapshot>> infos = new TreeMap<>();
    Map<Labels, Long> counts = new TreeMap<>();
    for (ObjectInfo info : now) {
      infos
          .computeIfAbsent(info.metric(), metric -> new ArrayList<>())
          .add(new InfoDataPointSnapshot(info.labels()));
      counts.merge(countLabels(info), 1L, Long::sum);
    }
    infos.forEach((metric, points) -> snapshots.add(infos(metric, points)));
    if (!counts.isEmpty()) {
      snapshots.add(counts(counts));
    }
    return new MetricSnapshots(snapshots);
  }

  private static Labels countLabels(ObjectInfo info) {
    return Labels.of(
        "resource_type", info.ref().resourceType(),
        "phase", info.phase(),
        "namespace", info.ref().namespace());
  }

  private static MetricSnapshot infos(String metric, List<InfoDataPointSnapshot> points) {
    InfoSnapshot.Builder builder =
        InfoSnapshot.builder().name(metric).help("One custom resource, with its current phase");
    points.forEach(builder::dataPoint);
    return builder.build();
  }

  private static MetricSnapshot counts(Map<Labels, Long> counts) {
    GaugeSnapshot.Builder builder =
        GaugeSnapshot.builder().name("dbops_resource_count").help("Custom resources per phase");
    counts.forEach(
        (labels, count) ->
            builder.dataPoint(
                GaugeDataPointSnapshot.builder().labels(labels).value(count).build()));
    return builder.build();
  }
}
