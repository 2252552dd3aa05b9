package io.dbprovision.core.kube;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A started {@link Kube} over some namespaces, and everything its listeners were told. */
final class Watched implements AutoCloseable {
  private final TestCluster cluster;
  final Kube kube;
  final List<String> news = new CopyOnWriteArrayList<>();
  final Map<String, Integer> writes = Collections.synchronizedMap(new LinkedHashMap<>());

  private Watched(TestCluster cluster, String instanceId, Set<String> namespaces) {
    this.cluster = cluster;
    this.kube =
        new Kube(
            cluster.clients(),
            instanceId,
            namespaces,
            64,
            (kind, operation) -> writes.merge(kind + " " + operation, 1, Integer::sum),
            InstantSource.system());
    CustomKind.ALL.forEach(kind -> kube.resources().subscribe(kind, new Noting()));
  }

  static Watched over(TestCluster cluster, String... namespaces) {
    return started(new Watched(cluster, "default", Set.of(namespaces)));
  }

  static Watched as(TestCluster cluster, String instanceId, String... namespaces) {
    return started(new Watched(cluster, instanceId, Set.of(namespaces)));
  }

  CustomResource database(String namespace, String name) {
    Eventually.soon(name + " is seen", () -> find(namespace, name) != null);
    return kube.resources().get(key(namespace, name)).orElseThrow();
  }

  @org.jspecify.annotations.Nullable
  CustomResource find(String namespace, String name) {
    return kube.resources().get(key(namespace, name)).orElse(null);
  }

  CustomResource apply(CustomResource resource, Map<String, Object> status) {
    return kube.resources().applyStatus(resource, status);
  }

  /** The number in the status that tests count with. */
  long count(String namespace, String name) {
    return database(namespace, name).status().number("count", 0);
  }

  /** The object as the API server has it, managed fields included. */
  String json(String namespace, String name) {
    return cluster.kubectl(
        "-n", namespace, "get", "database", name, "-o", "json", "--show-managed-fields");
  }

  static ResourceKey key(String namespace, String name) {
    return new ResourceKey(CustomKind.DATABASE, namespace, name);
  }

  static String manifest(String namespace, String name) {
    return """
        apiVersion: dbops.dbprovision.io/v1alpha1
        kind: Database
        metadata: {namespace: %s, name: %s}
        spec: {name: start}
        """
        .formatted(namespace, name);
  }

  @Override
  public void close() {
    kube.close();
  }

  private static Watched started(Watched watched) {
    try {
      watched.kube.start().get(30, TimeUnit.SECONDS);
      return watched;
    } catch (Exception e) {
      watched.close();
      throw new IllegalStateException("not synced", e);
    }
  }

  private final class Noting implements Resources.Listener {
    @Override
    public void changed(CustomResource now) {
      news.add("changed " + now.name() + " " + now.spec().text("name", "-"));
    }

    @Override
    public void written(CustomResource now) {
      news.add("written " + now.name());
    }

    @Override
    public void deleted(CustomResource last) {
      news.add("deleted " + last.name());
    }
  }
}
