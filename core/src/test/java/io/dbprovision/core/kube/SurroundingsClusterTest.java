package io.dbprovision.core.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("cluster")
class SurroundingsClusterTest {
  private final TestCluster cluster = TestCluster.shared();
  private final String namespace = cluster.namespace();
  private final Watched watched = Watched.over(cluster, namespace);

  @AfterEach
  void stop() {
    watched.close();
  }

  @Test
  void changesOfSecretsAndConfigMapsAreToldByNameWithoutTheirContent() {
    List<String> secrets = new CopyOnWriteArrayList<>();
    List<String> configMaps = new CopyOnWriteArrayList<>();
    References references = watched.kube.references();
    references.subscribe(References.Type.SECRET, (where, name) -> secrets.add(where + "/" + name));
    references.subscribe(
        References.Type.CONFIG_MAP, (where, name) -> configMaps.add(where + "/" + name));

    cluster.kubectl("-n", namespace, "create", "secret", "generic", "s", "--from-literal=a=b");
    cluster.kubectl("-n", namespace, "create", "configmap", "c", "--from-literal=a=b");
    Eventually.soon("secret", () -> secrets.contains(namespace + "/s"));
    Eventually.soon("config map", () -> configMaps.contains(namespace + "/c"));
    Eventually.soon(
        "version", () -> references.version(References.Type.SECRET, namespace, "s").isPresent());

    secrets.clear();
    cluster.kubectl("-n", namespace, "delete", "secret", "s");
    Eventually.soon("deletion", () -> secrets.contains(namespace + "/s"));
    assertThat(references.version(References.Type.SECRET, namespace, "s")).isEmpty();
  }

  @Test
  void theServerSendsMetadataOnlyForThem() {
    cluster.kubectl("-n", namespace, "create", "secret", "generic", "s", "--from-literal=a=b");
    try (KubeClients clients = cluster.clients()) {
      var seen =
          clients
              .metadata()
              .genericKubernetesResources(FeedSources.SECRETS)
              .inNamespace(namespace)
              .list()
              .getItems();
      assertThat(seen).hasSize(1);
      assertThat(seen.getFirst().getAdditionalProperties()).doesNotContainKeys("data", "type");
    }
  }

  @Test
  void kubectlDescribeShowsOurEventsAndARepeatOnlyOnce() {
    cluster.apply(Watched.manifest(namespace, "told"));
    CustomResource resource = watched.database(namespace, "told");
    for (int i = 0; i < 5; i++) {
      watched.kube.events().warning(resource, "ReconcileFailed", "[0000000" + i + "] no luck");
    }
    watched.kube.events().normal(resource, "Created", "made it");
    Eventually.soon(
        "both are there",
        () ->
            cluster
                .kubectl("-n", namespace, "describe", "database", "told")
                // in one second, so in any order
                .matches(
                    "(?s)(?=.*Warning +ReconcileFailed .*no luck)(?=.*Normal +Created .*made it).*"));
    assertThat(cluster.kubectl("-n", namespace, "get", "events", "-o", "name").lines()).hasSize(2);
  }

  @Test
  void anEventInANamespaceOnItsWayOutHurtsNobody() {
    cluster.apply(Watched.manifest(namespace, "last"));
    CustomResource resource = watched.database(namespace, "last");
    cluster.kubectl(
        "-n",
        namespace,
        "patch",
        "database",
        "last",
        "--type=merge",
        "-p",
        "{\"metadata\":{\"finalizers\":[\"example.com/keep\"]}}");
    cluster.kubectl("delete", "namespace", namespace, "--wait=false");
    Eventually.soon(
        "terminating", () -> watched.kube.namespaces().get(namespace).orElseThrow().terminating());
    watched.kube.events().normal(resource, "Created", "into the void");

    String other = cluster.namespace();
    cluster.apply(Watched.manifest(other, "next"));
    try (Watched all = Watched.over(cluster, other)) {
      watched.kube.events().normal(all.database(other, "next"), "Created", "still alive");
    }
    Eventually.soon(
        "the next event",
        () -> cluster.kubectl("-n", other, "get", "events").contains("still alive"));
    cluster.kubectl(
        "-n",
        namespace,
        "patch",
        "database",
        "last",
        "--type=merge",
        "-p",
        "{\"metadata\":{\"finalizers\":[]}}");
  }

  @Test
  void namespacesAreKnownWithTheAnnotationsThatAreOurs() {
    cluster.kubectl(
        "annotate",
        "namespace",
        namespace,
        "dbops.dbprovision.io/allow-from=team-a",
        "example.com/other=x");
    Eventually.soon(
        "annotation",
        () ->
            watched
                .kube
                .namespaces()
                .get(namespace)
                .orElseThrow()
                .annotations()
                .equals(java.util.Map.of("dbops.dbprovision.io/allow-from", "team-a")));
    assertThat(watched.kube.namespaces().get("nowhere")).isEmpty();
  }

  @Test
  void theClusterIdIsTheUidOfKubeSystem() {
    assertThat(watched.kube.clusterId())
        .isEqualTo(
            cluster.kubectl("get", "namespace", "kube-system", "-o=jsonpath={.metadata.uid}"));
  }

  @Test
  void noCrdIsMissing() {
    assertThat(watched.kube.missingKinds()).isEqualTo(Set.<CustomKind>of());
    assertThat(watched.kube.resources().unsynced()).isEmpty();
  }

  @Test
  void aServiceAccountReadsMetricsOnlyWhenItMay() {
    cluster.kubectl("-n", namespace, "create", "serviceaccount", "scraper");
    String token = cluster.kubectl("-n", namespace, "create", "token", "scraper").strip();
    assertThat(watched.kube.tokenCheck().allowed(token, "/metrics")).isFalse();
    cluster.kubectl(
        "create", "clusterrole", namespace, "--verb=get", "--non-resource-url=/metrics");
    cluster.kubectl(
        "create",
        "clusterrolebinding",
        namespace,
        "--clusterrole=" + namespace,
        "--serviceaccount=" + namespace + ":scraper");
    Eventually.soon("allowed", () -> watched.kube.tokenCheck().allowed(token, "/metrics"));
    assertThat(watched.kube.tokenCheck().allowed(token, "/other")).isFalse();
    assertThat(watched.kube.tokenCheck().allowed("nonsense", "/metrics")).isFalse();
    assertThat(watched.kube.tokenCheck().allowed("", "/metrics")).isFalse();
  }
}
