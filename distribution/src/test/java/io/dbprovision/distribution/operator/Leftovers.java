package io.dbprovision.distribution.operator;

import io.dbprovision.distribution.DevCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What earlier classes left in the cluster that all share: objects that are on their way out, or
 * never will be, as their server is gone. The operator would work on them for ever, and whoever
 * looks at the whole cluster would see them.
 */
record Leftovers(int removed) {
  private static final String EACH =
      "jsonpath={range .items[*]}{.metadata.namespace} {.kind}/{.metadata.name}{\"\\n\"}{end}";
  private static final String NO_FINALIZERS = "{\"metadata\":{\"finalizers\":null}}";

  /** Returns when no object of our kinds is there any more. */
  static Leftovers removed(DevCluster cluster) {
    String kinds =
        cluster
            .must("", "api-resources", "--api-group=dbops.dbprovision.io", "-o", "name")
            .strip()
            .replace('\n', ',');
    Map<String, List<String>> first = objects(cluster, kinds);
    Await.until(
        "nothing is left of earlier classes",
        Duration.ofSeconds(60),
        () -> {
          Map<String, List<String>> objects = objects(cluster, kinds);
          objects.forEach((namespace, names) -> end(cluster, namespace, names));
          return objects.isEmpty();
        },
        () -> objects(cluster, kinds).toString());
    return new Leftovers(first.size());
  }

  /** By namespace; those of the whole cluster have an empty one. */
  private static Map<String, List<String>> objects(DevCluster cluster, String kinds) {
    Map<String, List<String>> objects = new TreeMap<>();
    for (String line : cluster.must("", "get", kinds, "-A", "-o", EACH).lines().toList()) {
      int space = line.indexOf(' ');
      objects
          .computeIfAbsent(line.substring(0, space), key -> new ArrayList<>())
          .add(line.substring(space + 1));
    }
    return objects;
  }

  /** Some may be gone meanwhile: that is for the next look. */
  private static void end(DevCluster cluster, String namespace, List<String> names) {
    for (List<String> command :
        List.of(
            List.of("delete", "--wait=false", "--ignore-not-found"),
            List.of("patch", "--type=merge", "-p", NO_FINALIZERS))) {
      List<String> arguments = new ArrayList<>(command);
      if (!namespace.isEmpty()) {
        arguments.addAll(List.of("-n", namespace));
      }
      arguments.addAll(names);
      cluster.kubectl("", arguments.toArray(String[]::new));
    }
  }
}
