package io.dbprovision.core.kube;

import static io.dbprovision.core.kube.Failing.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("cluster")
class FinalizersClusterTest {
  private final TestCluster cluster = TestCluster.shared();
  private final String namespace = cluster.namespace();
  private final Watched watched = Watched.over(cluster, namespace);

  @AfterEach
  void stop() {
    watched.close();
  }

  @Test
  void ourFinalizerStandsBesideForeignOnesAndLeavesThemWhenItGoes() {
    cluster.apply(Watched.manifest(namespace, "kept"));
    CustomResource resource = watched.database(namespace, "kept");
    cluster.kubectl(
        "-n",
        namespace,
        "patch",
        "database",
        "kept",
        "--type=merge",
        "-p",
        "{\"metadata\":{\"finalizers\":[\"example.com/one\",\"example.com/two\"]}}");
    assertFails(KubeException.Kind.CONFLICT, () -> watched.kube.resources().addFinalizer(resource));
    Eventually.soon(
        "the new view",
        () -> watched.database(namespace, "kept").metadata().finalizers().size() == 2);

    CustomResource guarded =
        watched.kube.resources().addFinalizer(watched.database(namespace, "kept"));
    assertThat(guarded.hasFinalizer()).isTrue();
    // moves ours to another place than the view says
    cluster.kubectl(
        "-n",
        namespace,
        "patch",
        "database",
        "kept",
        "--type=json",
        "-p",
        "[{\"op\":\"remove\",\"path\":\"/metadata/finalizers/0\"}]");
    watched.kube.resources().removeFinalizers(guarded);

    assertThat(
            cluster.kubectl(
                "-n", namespace, "get", "database", "kept", "-o=jsonpath={.metadata.finalizers}"))
        .isEqualTo("[\"example.com/two\"]");
  }

  @Test
  void theLastFinalizerLetsADeletedObjectGo() {
    cluster.apply(Watched.manifest(namespace, "held"));
    watched.kube.resources().addFinalizer(watched.database(namespace, "held"));
    cluster.kubectl("-n", namespace, "delete", "database", "held", "--wait=false");
    Eventually.soon("deletion is seen", () -> watched.database(namespace, "held").deleting());
    CustomResource deleting = watched.database(namespace, "held");

    watched.kube.resources().removeFinalizers(deleting);
    CustomResource left = watched.find(namespace, "held");
    assertThat(left == null || !left.held()).as("nobody lets it go twice").isTrue();
    watched.kube.resources().removeFinalizers(deleting);

    Eventually.soon("it is gone", () -> watched.find(namespace, "held") == null);
    Eventually.soon("told", () -> watched.news.contains("deleted held"));
  }

  @Test
  void anObjectThatIsBeingDeletedGetsNoFinalizer() {
    cluster.apply(Watched.manifest(namespace, "leaving"));
    cluster.kubectl(
        "-n",
        namespace,
        "patch",
        "database",
        "leaving",
        "--type=merge",
        "-p",
        "{\"metadata\":{\"finalizers\":[\"example.com/one\"]}}");
    cluster.kubectl("-n", namespace, "delete", "database", "leaving", "--wait=false");
    Eventually.soon("deletion is seen", () -> watched.database(namespace, "leaving").deleting());
    assertFails(
        KubeException.Kind.CONFLICT,
        () -> watched.kube.resources().addFinalizer(watched.database(namespace, "leaving")));
    cluster.kubectl(
        "-n",
        namespace,
        "patch",
        "database",
        "leaving",
        "--type=merge",
        "-p",
        "{\"metadata\":{\"finalizers\":[]}}");
  }

  @Test
  void aStatusOutsideTheSchemaIsInvalidAndNotTriedForLong() {
    cluster.apply(Watched.manifest(namespace, "schema"));
    CustomResource resource = watched.database(namespace, "schema");
    assertFails(
        KubeException.Kind.INVALID, () -> watched.apply(resource, Map.of("nobodyKnows", 1)));
    assertFails(
        KubeException.Kind.INVALID, () -> watched.apply(resource, Map.of("phase", "Dancing")));
  }

  @Test
  void theStatusOfAnEarlierManagerIsTakenOverOnce() {
    cluster.apply(Watched.manifest(namespace, "earlier"));
    cluster.kubectl(
        "-n",
        namespace,
        "patch",
        "database",
        "earlier",
        "--subresource=status",
        "--field-manager=manager",
        "--type=merge",
        "-p",
        "{\"status\":{\"phase\":\"Ready\",\"message\":\"of old\",\"count\":7}}");
    Eventually.soon("old status", () -> watched.count(namespace, "earlier") == 7);
    CustomResource resource = watched.database(namespace, "earlier");

    resource = watched.apply(resource, Map.of("phase", "Ready"));
    assertThat(resource.status().values()).isEqualTo(Map.of("phase", "Ready"));
    int patches = watched.writes.getOrDefault("Database patch", 0);
    watched.apply(resource, Map.of("phase", "Failed"));

    assertThat(patches).isEqualTo(1);
    assertThat(watched.writes.get("Database patch")).isEqualTo(1);
    assertThat(watched.database(namespace, "earlier").status().values())
        .isEqualTo(Map.of("phase", "Failed"));
    assertThat(watched.json(namespace, "earlier")).doesNotContain("\"manager\": \"manager\"");
  }

  @Test
  void onlyObjectsOfOurInstanceIdAreThereAndALostOneIsToldAsDeleted() {
    cluster.apply(Watched.manifest(namespace, "ours"));
    cluster.apply(Watched.manifest(namespace, "theirs"));
    cluster.kubectl(
        "-n",
        namespace,
        "label",
        "database",
        "theirs",
        "dbops.dbprovision.io/operator-instance-id=other");
    watched.database(namespace, "ours");
    Eventually.soon("it left", () -> watched.find(namespace, "theirs") == null);
    try (Watched other = Watched.as(cluster, "other", namespace)) {
      assertThat(other.database(namespace, "theirs")).isNotNull();
      assertThat(other.find(namespace, "ours")).isNull();
      CustomResource theirs = other.database(namespace, "theirs");
      assertThatThrownBy(() -> watched.kube.resources().addFinalizer(theirs))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> watched.kube.resources().applyStatus(theirs, Map.of()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> watched.kube.resources().delete(theirs))
          .isInstanceOf(IllegalArgumentException.class);
      watched
          .kube
          .resources()
          .index(CustomKind.DATABASE, "namespace", object -> List.of(object.namespace()));
      assertThat(
              watched.kube.resources().othersByIndex(CustomKind.DATABASE, "namespace", namespace))
          .extracting(CustomResource::name)
          .containsExactly("theirs");
      cluster.kubectl(
          "-n",
          namespace,
          "label",
          "--overwrite",
          "database",
          "theirs",
          "dbops.dbprovision.io/operator-instance-id=default");
      Eventually.soon("told", () -> other.news.contains("deleted theirs"));
      watched.database(namespace, "theirs");
      assertThat(
              watched.kube.resources().othersByIndex(CustomKind.DATABASE, "namespace", namespace))
          .isEmpty();
    }
  }

  @Test
  void anIndexFindsObjectsByTheirNewestValueOnly() {
    String other = cluster.namespace();
    try (Watched all = Watched.over(cluster)) {
      all.kube
          .resources()
          .index(
              io.dbprovision.core.api.CustomKind.DATABASE,
              "name",
              object -> List.of(object.spec().text("name", "")));
      cluster.apply(Watched.manifest(other, "indexed"));
      all.database(other, "indexed");
      cluster.kubectl(
          "-n",
          other,
          "patch",
          "database",
          "indexed",
          "--type=merge",
          "-p",
          "{\"spec\":{\"name\":\"moved\"}}");
      Eventually.soon("moved", () -> names(all, "moved").equals(List.of("indexed")));
      assertThat(names(all, "start")).doesNotContain("indexed");
    }
  }

  private static List<String> names(Watched watched, String value) {
    return watched
        .kube
        .resources()
        .byIndex(io.dbprovision.core.api.CustomKind.DATABASE, "name", value)
        .stream()
        .map(CustomResource::name)
        .toList();
  }
}
