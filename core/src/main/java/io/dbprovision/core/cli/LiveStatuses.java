package io.dbprovision.core.cli;

import io.dbprovision.core.api.Fields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gives manifests the status that their objects have now: what was done for them is in it. */
final class LiveStatuses {
  private LiveStatuses() {}

  /** A manifest keeps what it has of its own where the cluster knows nothing. */
  static List<Fields> of(List<Fields> manifests, PlanCluster cluster) {
    return manifests.stream().map(manifest -> of(manifest, cluster)).toList();
  }

  private static Fields of(Fields manifest, PlanCluster cluster) {
    Fields status = ManifestSet.resource(manifest).map(cluster::status).orElse(Fields.empty());
    if (status.isEmpty()) {
      return manifest;
    }
    Map<String, Object> live = new LinkedHashMap<>(manifest.values());
    live.put("status", status.values());
    return Fields.of(live);
  }
}
