package io.dbprovision.core.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.cli.view.Node;
import io.dbprovision.core.fake.FakeCluster;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OverviewTest {
  private static final ResourceKey SHARED =
      new ResourceKey(CustomKind.CLUSTER_INSTANCE, "", "shared");

  private final FakeCluster cluster = new FakeCluster();

  @Test
  void aServerForAllIsShownWhereItIsUsed() throws Exception {
    cluster.put(CustomKind.CLUSTER_INSTANCE, "shared", Map.of(), Map.of());
    cluster.put(CustomKind.CLUSTER_INSTANCE, "unused", Map.of(), Map.of());
    database("demo/orders");
    database("other/orders");

    assertThat(shown(Optional.of("demo")))
        .containsExactly("ClusterDatabaseInstance shared", "Database demo/orders");
    assertThat(shown(Optional.empty()))
        .containsExactly(
            "ClusterDatabaseInstance shared",
            "Database demo/orders",
            "Database other/orders",
            "ClusterDatabaseInstance unused");
  }

  @Test
  void whatMayNotBeLookedAtIsNotCalledMissing() throws Exception {
    database("demo/orders");
    cluster.closed.add(SHARED);

    Node root = Overview.of(cluster, Optional.of("demo")).roots().getFirst();
    assertThat(root.state().message()).isEqualTo("this user may not look at it");
    cluster.closed.clear();
    root = Overview.of(cluster, Optional.of("demo")).roots().getFirst();
    assertThat(root.state().message()).startsWith("it does not exist");
  }

  @Test
  void kindsThatMayNotBeListedAreNamedAndTheOthersShown() throws Exception {
    cluster.narrow.add(CustomKind.CLUSTER_ROLE);
    database("demo/orders");

    assertThat(Overview.of(cluster, Optional.empty()).notes())
        .containsExactly("clusterdatabaseroles are left out: this user may not list them");
    cluster.narrow.addAll(CustomKind.ALL);
    assertThatThrownBy(() -> Overview.of(cluster, Optional.empty()))
        .hasMessageContaining("without -A only one namespace is looked at");
  }

  private void database(String path) {
    cluster.put(
        CustomKind.DATABASE,
        path,
        Map.of("clusterInstanceRef", Map.of("name", "shared")),
        Map.of());
  }

  private List<String> shown(Optional<String> namespace) throws InterruptedException {
    return Overview.of(cluster, namespace).roots().stream()
        .flatMap(Node::all)
        .map(node -> node.key().toString())
        .toList();
  }
}
