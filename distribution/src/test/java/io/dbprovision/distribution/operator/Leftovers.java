package io.dbprovision.distribution.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.dbprovision.distribution.DevCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What earlier classes left in the cluster that all share: objects that are on their way out, or
 * never will be, as their server is gone. The operator would work on them for ever, and whoever
 * looks at the whole cluster would see them. First the operator may let them go as it does, so that
 * there is nothing left on the servers either; then they go without it.
 *
 * @param removed how many there were
 */
record Leftovers(int removed) {
  private static final Duration BY_ITSELF = Duration.ofSeconds(5);
  private static final String API = "/apis/dbops.dbprovision.io/v1alpha1";

  /** Returns when no object of our kinds is there any more; the operator has to run. */
  static Leftovers removed(DevCluster cluster) {
    List<String> first = objects(cluster);
    first.forEach(cluster::delete);
    long patience = System.nanoTime() + BY_ITSELF.toNanos();
    Await.until(
        "nothing is left of earlier classes",
        Duration.ofMinutes(3),
        () -> {
          List<String> objects = objects(cluster);
          if (System.nanoTime() - patience > 0) {
            objects.forEach(cluster::end);
          }
          return objects.isEmpty();
        },
        () -> objects(cluster).toString());
    return new Leftovers(first.size());
  }

  /** As the API server knows them. */
  private static List<String> objects(DevCluster cluster) {
    List<String> objects = new ArrayList<>();
    for (JsonNode kind : cluster.read(API).orElseThrow().path("resources")) {
      String plural = kind.path("name").asText();
      // a slash is in the name of what is a part of an object, such as its status
      if (!plural.contains("/")) {
        for (JsonNode item : cluster.read(API + "/" + plural).orElseThrow().path("items")) {
          JsonNode metadata = item.path("metadata");
          String place =
              kind.path("namespaced").asBoolean()
                  ? "/namespaces/" + metadata.path("namespace").asText()
                  : "";
          objects.add(API + place + "/" + plural + "/" + metadata.path("name").asText());
        }
      }
    }
    return objects;
  }
}
