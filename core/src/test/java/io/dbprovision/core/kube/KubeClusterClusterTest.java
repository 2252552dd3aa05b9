package io.dbprovision.core.kube;

import static io.dbprovision.core.kube.Failing.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.fabric8.kubernetes.client.Config;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What somebody at a terminal asks a real API server. */
@Tag("cluster")
class KubeClusterClusterTest {
  private final TestCluster real = TestCluster.shared();
  private final String namespace = real.namespace();
  private final KubeCluster cluster =
      new KubeCluster(KubeClients.single(Config.fromKubeconfig(real.kubeconfig().toFile())), 2);

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void aListOfSeveralPagesIsWhole() {
    for (int i = 1; i <= 5; i++) {
      make("o" + i);
    }

    assertThat(cluster.list(CustomKind.DATABASE, Optional.of(namespace)))
        .extracting(CustomResource::name)
        .containsExactly("o1", "o2", "o3", "o4", "o5");
    assertThat(cluster.list(CustomKind.DATABASE, Optional.empty()))
        .extracting(CustomResource::key)
        .contains(key("o1"), key("o5"));
    assertThat(cluster.list(CustomKind.USER, Optional.of(namespace))).isEmpty();
  }

  @Test
  void anAnnotationGoesToThatVeryObjectAndBesideTheOthers() {
    CustomResource old = make("o");
    cluster.annotate(old, Map.of("a", "1"));
    cluster.annotate(old, Map.of("b", "2"));
    assertThat(cluster.find(key("o")).orElseThrow().metadata().annotations())
        .containsEntry("a", "1")
        .containsEntry("b", "2");

    real.kubectl("-n", namespace, "delete", "database", "o");
    make("o");
    assertFails(KubeException.Kind.CONFLICT, () -> cluster.annotate(old, Map.of("c", "3")));
  }

  @Test
  void whatIsThereIsNotMadeAgainAndWhatIsNotThereIsNotFound() {
    make("o");
    assertFails(KubeException.Kind.EXISTS, () -> make("o"));
    assertThat(cluster.find(key("none"))).isEmpty();
  }

  @Test
  void eventsAreThoseOfTheObject() {
    CustomResource object = make("o");
    real.apply(event("told", object.metadata().uid()) + event("other", "another-uid"));

    assertThat(cluster.events(object)).extracting(ClusterEvent::message).containsExactly("told");
  }

  @Test
  void aContextThatIsNotThereIsNoOtherCluster() {
    assertThatThrownBy(() -> KubeCluster.open(Optional.of(real.kubeconfig()), Optional.of("x")))
        .hasMessage("the kubeconfig has no context x");
  }

  private CustomResource make(String name) {
    return cluster.create(new NewObject(key(name), Map.of(), Map.of(), Map.of("a", "b")));
  }

  private ResourceKey key(String name) {
    return new ResourceKey(CustomKind.DATABASE, namespace, name);
  }

  private String event(String message, String uid) {
    return """
    ---
    apiVersion: v1
    kind: Event
    metadata: {name: e-%s, namespace: %s}
    involvedObject: {kind: Database, name: o, namespace: %s, uid: %s}
    reason: Test
    type: Normal
    message: %s
    lastTimestamp: "2026-11-22T12:00:00Z"
    """
        .formatted(message, namespace, namespace, uid, message);
  }
}
