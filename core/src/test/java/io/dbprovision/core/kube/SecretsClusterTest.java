package io.dbprovision.core.kube;

import static io.dbprovision.core.kube.Failing.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.Secrets.Draft;
import io.dbprovision.core.kube.Secrets.OwnerReference;
import io.dbprovision.core.kube.Secrets.Secret;
import io.dbprovision.spi.SecretText;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("cluster")
class SecretsClusterTest {
  private final TestCluster cluster = TestCluster.shared();
  private final String namespace = cluster.namespace();
  private final KubeClients clients = cluster.clients();
  private final Secrets secrets =
      new KubeSecrets(new ApiServer(clients.main(), 64, (kind, operation) -> {}));

  @AfterEach
  void close() {
    clients.close();
  }

  @Test
  void aSecretComesBackAsItWasWritten() {
    Secret made = secrets.create(draft("plain", Map.of("password", "pä$$wörd"), null));
    assertThat(secrets.get(namespace, "plain")).contains(made);
    assertThat(made.text("password").orElseThrow().reveal()).isEqualTo("pä$$wörd");
    assertThat(made.toString()).doesNotContain("pä$$");
    assertThat(secrets.get(namespace, "absent")).isEmpty();
  }

  @Test
  void aSecondCreateIsExistsUnlessItIsTheVerySame() {
    Secret made = secrets.create(draft("twice", Map.of("password", "one"), null));
    assertThat(secrets.create(draft("twice", Map.of("password", "one"), null))).isEqualTo(made);
    assertFails(
        KubeException.Kind.EXISTS,
        () -> secrets.create(draft("twice", Map.of("password", "two"), null)));
  }

  @Test
  void anOldViewIsAConflict() {
    Secret old = secrets.create(draft("old", Map.of("password", "one"), null));
    secrets.update(old, draft("old", Map.of("password", "two"), null));
    assertFails(
        KubeException.Kind.CONFLICT,
        () -> secrets.update(old, draft("old", Map.of("password", "three"), null)));
    assertThat(password("old")).isEqualTo("two");
  }

  @Test
  void whatOthersPutOnASecretStays() {
    Secret made = secrets.create(draft("shared", Map.of("password", "one", "url", "u"), null));
    cluster.kubectl("-n", namespace, "label", "secret", "shared", "team=a");
    cluster.kubectl("-n", namespace, "annotate", "secret", "shared", "example.com/note=b");
    cluster.kubectl(
        "-n",
        namespace,
        "patch",
        "secret",
        "shared",
        "--type=merge",
        "-p",
        "{\"metadata\":{\"finalizers\":[\"example.com/keep\"]}}");
    Secret now = secrets.get(namespace, made.name()).orElseThrow();

    Secret updated = secrets.update(now, draft("shared", Map.of("password", "two"), null));

    assertThat(updated.labels()).containsEntry("team", "a").containsKey(Keys.CREDENTIALS_LABEL);
    assertThat(updated.annotations()).containsEntry("example.com/note", "b");
    assertThat(updated.data()).containsOnlyKeys("password");
    assertThat(json("shared")).contains("example.com/keep");
    cluster.kubectl(
        "-n",
        namespace,
        "patch",
        "secret",
        "shared",
        "--type=merge",
        "-p",
        "{\"metadata\":{\"finalizers\":[]}}");
  }

  @Test
  void aReleasedSecretHasNoTraceOfUsAndKeepsWhatIsNotOurs() {
    Watched.manifest(namespace, "owner");
    cluster.apply(Watched.manifest(namespace, "owner"));
    String uid =
        cluster.kubectl("-n", namespace, "get", "database", "owner", "-o=jsonpath={.metadata.uid}");
    ResourceKey owner = new ResourceKey(CustomKind.DATABASE, namespace, "owner");
    Secret made =
        secrets.create(draft("left", Map.of("password", "one"), new OwnerReference(owner, uid)));
    assertThat(made.controller()).isEqualTo(uid);
    cluster.kubectl("-n", namespace, "label", "secret", "left", "team=a");

    secrets.release(made, owner);
    cluster.kubectl("-n", namespace, "delete", "database", "owner");

    Secret left = secrets.get(namespace, "left").orElseThrow();
    assertThat(left.controller()).isNull();
    assertThat(left.labels()).isEqualTo(Map.of("team", "a"));
    assertThat(left.annotations()).isEmpty();
    assertThat(left.data()).isEqualTo(made.data());
  }

  @Test
  void onlyTheVerySecretThatWasReadIsDeleted() {
    Secret old = secrets.create(draft("reborn", Map.of("password", "one"), null));
    secrets.delete(old);
    secrets.delete(old);
    Secret anew = secrets.create(draft("reborn", Map.of("password", "two"), null));
    secrets.delete(old);
    assertThat(secrets.get(namespace, "reborn")).contains(anew);
  }

  @Test
  void aNameThatLeadsElsewhereIsNobody() {
    secrets.create(draft("target", Map.of("password", "one"), null));
    assertThat(secrets.get(namespace, "../secrets/target")).isEmpty();
    assertThat(secrets.get("default/../" + namespace, "target")).isEmpty();
    assertThat(secrets.get(namespace, "target?watch=true")).isEmpty();
    assertThat(secrets.get(namespace, "..%2Fsecrets%2Ftarget")).isEmpty();
    assertThat(secrets.get(namespace, "")).isEmpty();
  }

  @Test
  void nothingCanBeMadeInANamespaceThatIsOnItsWayOut() {
    cluster.apply(Watched.manifest(namespace, "blocker"));
    cluster.kubectl(
        "-n",
        namespace,
        "patch",
        "database",
        "blocker",
        "--type=merge",
        "-p",
        "{\"metadata\":{\"finalizers\":[\"example.com/keep\"]}}");
    cluster.kubectl("delete", "namespace", namespace, "--wait=false");
    assertFails(
        KubeException.Kind.NAMESPACE_TERMINATING,
        () -> secrets.create(draft("late", Map.of("password", "one"), null)));
    cluster.kubectl(
        "-n",
        namespace,
        "patch",
        "database",
        "blocker",
        "--type=merge",
        "-p",
        "{\"metadata\":{\"finalizers\":[]}}");
  }

  private Draft draft(
      String name,
      Map<String, String> data,
      @org.jspecify.annotations.Nullable OwnerReference owner) {
    Map<String, SecretText> texts = new java.util.HashMap<>();
    data.forEach((key, text) -> texts.put(key, SecretText.of(text)));
    return new Draft(
        namespace,
        name,
        "Opaque",
        Map.of(
            "app.kubernetes.io/managed-by",
            "db-provision-operator",
            Keys.CREDENTIALS_LABEL,
            "true"),
        Map.of(Keys.OWNED_BY, "a/b/c"),
        texts,
        owner);
  }

  private String password(String name) {
    return secrets.get(namespace, name).orElseThrow().text("password").orElseThrow().reveal();
  }

  private String json(String name) {
    return cluster.kubectl("-n", namespace, "get", "secret", name, "-o", "json");
  }
}
