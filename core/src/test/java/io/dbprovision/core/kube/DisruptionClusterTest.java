package io.dbprovision.core.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to us when something happens to the API server; on a cluster of its own. */
@Tag("cluster")
class DisruptionClusterTest {
  private static final TestCluster cluster = TestCluster.started("disrupted");

  private final String namespace = cluster.namespace();

  @TempDir private Path directory;

  @AfterEach
  void crdsAsTheyWere() {
    cluster.installCrds();
  }

  @Test
  void anApiServerThatWasKilledAndCameBackCostsNothing() {
    for (String name : new String[] {"changed", "deleted", "kept"}) {
      cluster.apply(Watched.manifest(namespace, name));
    }
    try (Watched watched = Watched.over(cluster, namespace)) {
      CustomResource kept = watched.database(namespace, "kept");
      cluster.cluster("restart-apiserver");
      cluster.kubectl(
          "-n",
          namespace,
          "patch",
          "database",
          "changed",
          "--type=merge",
          "-p",
          "{\"spec\":{\"name\":\"new\"}}");
      cluster.kubectl("-n", namespace, "delete", "database", "deleted");
      cluster.apply(Watched.manifest(namespace, "added"));

      Eventually.within(
          Duration.ofSeconds(12),
          "everything is seen again",
          () ->
              watched.find(namespace, "deleted") == null
                  && watched.find(namespace, "added") != null
                  && watched.database(namespace, "changed").spec().text("name", "").equals("new"));
      assertThat(watched.kube.resources().applyStatus(kept, Map.of("phase", "Ready")).status())
          .isNotNull();
      Eventually.soon("told", () -> watched.news.contains("deleted deleted"));
    }
  }

  @Test
  void aChangedSchemaIsSeenWithoutAnotherChangeOfTheObject() {
    try (Watched watched = Watched.over(cluster, namespace)) {
      cluster.apply(
          TestCluster.resource("crds.yaml")
              .replace("name: {type: string}", "name: {type: string}, {owner: {type: string}}")
              .replace(", {owner: {type: string}}", "\n                owner: {type: string}"));
      Eventually.soon(
          "the API server keeps the new field",
          () -> {
            cluster.apply(
                Watched.manifest(namespace, "wide")
                    .replace("name: start", "name: start, owner: me"));
            return cluster
                .kubectl("-n", namespace, "get", "database", "wide", "-o=jsonpath={.spec.owner}")
                .equals("me");
          });
      Eventually.soon(
          "the new field",
          () -> watched.database(namespace, "wide").spec().text("owner", "").equals("me"));
    }
  }

  @Test
  void whileCrdsAreMissingTheStartWaitsAndThenGoesOnByItself() throws Exception {
    cluster.kubectl("delete", "crd", "databases.dbops.dbprovision.io");
    try (Kube kube =
        new Kube(
            cluster.clients(), "default", Set.of(), 64, (kind, op) -> {}, InstantSource.system())) {
      assertThat(kube.missingKinds()).hasToString("[Database]");
      CompletableFuture<Void> started = kube.start();
      Eventually.soon("the others are there", () -> kube.resources().unsynced().size() == 1);
      assertThat(started).isNotDone();
      cluster.installCrds();
      started.get(20, TimeUnit.SECONDS);
      assertThat(kube.resources().unsynced()).isEmpty();
    }
  }

  @Test
  void aWatchWhoseConnectionDiedWithoutAWordIsOpenedAgain() throws Exception {
    int port = Integer.parseInt(config().replaceAll("(?s).*127\\.0\\.0\\.1:(\\d+).*", "$1"));
    cluster.apply(Watched.manifest(namespace, "before"));
    try (FreezingProxy proxy = new FreezingProxy(port)) {
      Path kubeconfig = directory.resolve("kubeconfig");
      Files.writeString(
          kubeconfig, config().replace("127.0.0.1:" + port, "127.0.0.1:" + proxy.port()));
      try (Kube kube =
          new Kube(
              CustomKind.ALL,
              KubeClients.of(kubeconfig),
              new KubeSettings("default", Set.of(namespace), Duration.ofSeconds(6)),
              64,
              (kind, op) -> {},
              InstantSource.system())) {
        kube.start().get(20, TimeUnit.SECONDS);
        CustomResource before =
            kube.resources().get(Watched.key(namespace, "before")).orElseThrow();

        proxy.freezeWhatIsOpen();
        cluster.apply(Watched.manifest(namespace, "after"));

        Eventually.within(
            Duration.ofSeconds(60),
            "the watch goes on",
            () -> kube.resources().get(Watched.key(namespace, "after")).isPresent());
        Eventually.within(
            Duration.ofSeconds(60),
            "writes go on",
            () -> {
              try {
                kube.resources().applyStatus(before, Map.of("phase", "Ready"));
                return true;
              } catch (KubeException e) {
                return false;
              }
            });
      }
    }
  }

  private static String config() throws IOException {
    return Files.readString(cluster.kubeconfig());
  }
}
