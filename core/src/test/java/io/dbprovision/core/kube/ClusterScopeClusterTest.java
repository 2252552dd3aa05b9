package io.dbprovision.core.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Objects without a namespace, seen by an operator that looks at one namespace only. */
@Tag("cluster")
class ClusterScopeClusterTest {
  private static final String PLURAL = CustomKind.CLUSTER_INSTANCE.plural();

  private final TestCluster cluster = TestCluster.shared();
  private final String namespace = cluster.namespace();
  private final String name = "shared-" + namespace;
  private final ResourceKey key = new ResourceKey(CustomKind.CLUSTER_INSTANCE, "", name);
  private final List<String> news = new CopyOnWriteArrayList<>();
  private final Kube kube =
      new Kube(
          List.of(CustomKind.CLUSTER_INSTANCE, CustomKind.DATABASE),
          cluster.clients(),
          new KubeSettings("default", Set.of(namespace), KubeSettings.REOPEN_AFTER),
          16,
          (kind, operation) -> {},
          InstantSource.system());

  @BeforeEach
  void start() throws Exception {
    kube.resources()
        .index(
            CustomKind.CLUSTER_INSTANCE,
            "host",
            instance -> instance.spec().object("connection").text("host").stream().toList());
    kube.resources().subscribe(CustomKind.CLUSTER_INSTANCE, new Noting());
    kube.start().get(30, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() {
    cluster.kubectl(
        "patch", PLURAL, name, "--type=merge", "-p", "{\"metadata\":{\"finalizers\":[]}}");
    cluster.kubectl("delete", PLURAL, name, "--wait=false", "--ignore-not-found");
    kube.close();
  }

  @Test
  void itIsSeenChangedFoundAndToldThoughOnlyOneNamespaceIsWatched() {
    CustomResource instance = instance();
    assertThat(kube.missingKinds()).isEmpty();
    assertThat(instance.key()).isEqualTo(key);
    assertThat(kube.resources().byIndex(CustomKind.CLUSTER_INSTANCE, "host", "db.test"))
        .contains(instance);

    merge("{\"spec\":{\"connection\":{\"host\":\"" + name + "\"}}}");
    Eventually.soon("told", () -> news.contains("changed " + name + " on " + name));
    assertThat(kube.resources().byIndex(CustomKind.CLUSTER_INSTANCE, "host", name)).hasSize(1);

    cluster.kubectl("delete", PLURAL, name);
    Eventually.soon("deletion is told", () -> news.contains("deleted " + name));
    assertThat(kube.resources().get(key)).isEmpty();
    cluster.apply(manifest());
  }

  @Test
  void itsStatusIsWrittenReadAtOnceAndTakenOverFromAnEarlierManager() {
    instance();
    cluster.kubectl(
        "patch",
        PLURAL,
        name,
        "--subresource=status",
        "--field-manager=manager",
        "--type=merge",
        "-p",
        "{\"status\":{\"phase\":\"Ready\",\"message\":\"of old\"}}");
    Eventually.soon("old status", () -> current().status().has("message"));

    CustomResource written = kube.resources().applyStatus(current(), Map.of("phase", "Failed"));

    assertThat(written.status().values()).isEqualTo(Map.of("phase", "Failed"));
    assertThat(current().status().values()).isEqualTo(Map.of("phase", "Failed"));
    assertThat(cluster.kubectl("get", PLURAL, name, "-o=jsonpath={.status}"))
        .isEqualTo("{\"phase\":\"Failed\"}");
  }

  @Test
  void theFinalizerOfALiveObjectIsTheOneWeAddAndBothGoWithIt() {
    CustomResource guarded = kube.resources().addFinalizer(instance());
    assertThat(finalizers())
        .isEqualTo("[\"dbops.dbprovision.io/clusterdatabaseinstance-finalizer\"]");
    merge(
        """
        {"metadata":{"finalizers":["dbops.dbprovision.io/cluster-instance-protection",
          "dbops.dbprovision.io/clusterdatabaseinstance-finalizer","example.com/foreign"]}}
        """);

    kube.resources().removeFinalizers(guarded);

    assertThat(finalizers()).isEqualTo("[\"example.com/foreign\"]");
  }

  @Test
  void anObjectThatOnlyTheReservedFinalizerHoldsIsLetGo() {
    instance();
    merge("{\"metadata\":{\"finalizers\":[\"dbops.dbprovision.io/cluster-instance-protection\"]}}");
    Eventually.soon("the finalizer is seen", () -> current().held());
    kube.resources().delete(current());
    Eventually.soon("deletion is seen", () -> current().deleting());
    assertThat(current().hasFinalizer()).isFalse();

    kube.resources().removeFinalizers(current());

    Eventually.soon("it is gone", () -> kube.resources().get(key).isEmpty());
    cluster.apply(manifest());
  }

  @Test
  void itsEventsLieInNamespaceDefaultAndKubectlDescribeShowsThem() {
    kube.events().warning(instance(), "ConnectionFailed", "no luck");
    Eventually.soon(
        "described",
        () ->
            cluster
                .kubectl("describe", PLURAL, name)
                .matches("(?s).*Warning +ConnectionFailed .*no luck.*"));
    assertThat(
            cluster.kubectl(
                "-n",
                "default",
                "get",
                "events",
                "--field-selector=involvedObject.name=" + name,
                "-o=jsonpath={.items[*].reason}"))
        .isEqualTo("ConnectionFailed");
  }

  @Test
  void anotherOperatorsIsSeenAsOursMayReferToItButNeverWritten() {
    instance();
    cluster.kubectl("label", PLURAL, name, "dbops.dbprovision.io/operator-instance-id=other");
    Eventually.soon("theirs", () -> !kube.resources().ours(current()));
    CustomResource theirs = current();
    assertThatThrownBy(() -> kube.resources().addFinalizer(theirs))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> kube.resources().delete(theirs))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private CustomResource instance() {
    cluster.apply(manifest());
    Eventually.soon("it is seen", () -> kube.resources().get(key).isPresent());
    return current();
  }

  private CustomResource current() {
    Optional<CustomResource> found = kube.resources().get(key);
    return found.orElseThrow(() -> new AssertionError(key + " is not there"));
  }

  private void merge(String patch) {
    cluster.kubectl("patch", PLURAL, name, "--type=merge", "-p", patch);
  }

  private String finalizers() {
    return cluster.kubectl("get", PLURAL, name, "-o=jsonpath={.metadata.finalizers}");
  }

  private String manifest() {
    return """
        apiVersion: dbops.dbprovision.io/v1alpha1
        kind: ClusterDatabaseInstance
        metadata: {name: %s}
        spec: {engine: none, connection: {host: db.test, port: 1}}
        """
        .formatted(name);
  }

  private final class Noting implements Resources.Listener {
    @Override
    public void changed(CustomResource now) {
      news.add("changed " + now.name() + " on " + now.spec().object("connection").text("host", ""));
    }

    @Override
    public void written(CustomResource now) {}

    @Override
    public void deleted(CustomResource last) {
      news.add("deleted " + last.name());
    }
  }
}
