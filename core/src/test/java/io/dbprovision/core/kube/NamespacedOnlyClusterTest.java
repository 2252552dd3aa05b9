package io.dbprovision.core.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.ResourceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An operator with rights in one namespace and none beyond it. */
@Tag("cluster")
class NamespacedOnlyClusterTest {
  private final TestCluster cluster = TestCluster.shared();
  private final String namespace = cluster.namespace();

  @Test
  void itStartsWithoutTheKindsOfTheWholeClusterAndSeesTheOthers() throws Exception {
    cluster.kubectlWithInput(rights(), "apply", "-n", namespace, "-f", "-");
    try (Kube kube = kube(Set.of(namespace))) {
      kube.start().get(30, TimeUnit.SECONDS);

      assertThat(kube.resources().unsynced()).containsExactly(CustomKind.CLUSTER_INSTANCE);
      assertThat(kube.resources().list(CustomKind.CLUSTER_INSTANCE)).isEmpty();
      cluster.kubectlWithInput(
          """
          apiVersion: dbops.dbprovision.io/v1alpha1
          kind: Database
          metadata: {name: shop}
          spec: {name: shop}
          """,
          "apply",
          "-n",
          namespace,
          "-f",
          "-");
      assertThat(kube.tokenCheck().allowed("somebody's", "/metrics"))
          .as("who callers are may not be asked")
          .isFalse();
      ResourceKey shop = new ResourceKey(CustomKind.DATABASE, namespace, "shop");
      assertThat(kube.resources().sees(shop)).isTrue();
      assertThat(kube.resources().sees(new ResourceKey(CustomKind.DATABASE, "other", "shop")))
          .isFalse();
      assertThat(kube.resources().sees(new ResourceKey(CustomKind.CLUSTER_INSTANCE, "", "shared")))
          .isFalse();
      Eventually.soon("seen", () -> kube.resources().get(shop).isPresent());
    }
  }

  private Kube kube(Set<String> namespaces) throws IOException {
    return new Kube(
        List.of(CustomKind.CLUSTER_INSTANCE, CustomKind.DATABASE),
        KubeClients.of(account()),
        new KubeSettings("default", namespaces, KubeSettings.REOPEN_AFTER),
        16,
        (kind, operation) -> {},
        InstantSource.system());
  }

  private String rights() {
    return """
    apiVersion: v1
    kind: ServiceAccount
    metadata: {name: operator}
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata: {name: operator}
    rules:
      - {apiGroups: [dbops.dbprovision.io], resources: ["*"], verbs: ["*"]}
      - {apiGroups: [""], resources: [secrets, configmaps], verbs: ["*"]}
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    metadata: {name: operator}
    roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: operator}
    subjects: [{kind: ServiceAccount, name: operator, namespace: %s}]
    """
        .formatted(namespace);
  }

  /** The test's way to the API server, as the service account. */
  private Path account() throws IOException {
    String token = cluster.kubectl("create", "token", "operator", "-n", namespace).strip();
    // beside the original, which names its files by relative paths
    Path kubeconfig = cluster.kubeconfig().resolveSibling(namespace + ".kubeconfig");
    Files.copy(cluster.kubeconfig(), kubeconfig);
    String file = "--kubeconfig=" + kubeconfig;
    cluster.kubectl("config", file, "set-credentials", "operator", "--token=" + token);
    String context = cluster.kubectl("config", file, "current-context").strip();
    cluster.kubectl("config", file, "set-context", context, "--user=operator");
    return kubeconfig;
  }
}
