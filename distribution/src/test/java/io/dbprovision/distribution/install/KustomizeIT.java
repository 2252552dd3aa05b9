package io.dbprovision.distribution.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dbprovision.distribution.Command;
import io.dbprovision.distribution.DevCluster;
import io.dbprovision.distribution.DevClusterExtension;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kustomization that the docs name, against a real API server. */
@ExtendWith(DevClusterExtension.class)
class KustomizeIT {
  private static final String SYSTEM = "db-provision-operator-system";
  private static final String WEBHOOK = "db-provision-operator-webhook";

  private final DevCluster cluster;

  KustomizeIT(DevCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeAll
  static void makeTheNamespace(DevCluster cluster) {
    cluster.must(
        """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: db-provision-operator-system
          labels: {pod-security.kubernetes.io/enforce: restricted}
        """,
        "apply",
        "-f",
        "-");
  }

  static Stream<Overlay> overlays() {
    return Stream.of(
        new Overlay("default"),
        new Overlay("ha"),
        new Overlay("namespaced"),
        new Overlay("workload-restarts"),
        new Overlay("default", "network-policy"),
        new Overlay("default", "monitoring"),
        new Overlay("default", "webhook"),
        new Overlay("default", "ha", "network-policy", "monitoring", "webhook"),
        new Overlay("namespaced", "ha", "network-policy", "monitoring", "metrics-auth"));
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void theApiServerTakesIt(Overlay overlay) {
    String objects = overlay.rendered(cluster).builtIn().text();

    Command.Result taken =
        cluster.kubectl(objects, "apply", "--dry-run=server", "--validate=strict", "-f", "-");

    taken.must();
    assertThat(taken.err()).doesNotContain("Warning");
    assertThat(objects).as("the definitions are apart").doesNotContain("CustomResourceDefinition");
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void podSecurityRestrictedLetsItsPodsIn(Overlay overlay) {
    Rendered rendered = overlay.rendered(cluster);
    if (rendered.kind("Deployment").findAny().isPresent()) {
      String pod = rendered.pod(SYSTEM);
      cluster.must(pod, "create", "--dry-run=server", "-f", "-");

      Command.Result root =
          cluster.kubectl(
              pod.replace("runAsNonRoot: true", "runAsNonRoot: false"),
              "create",
              "--dry-run=server",
              "-f",
              "-");
      assertThat(root.err()).as("it is looked at").contains("violates PodSecurity");
    }
  }

  @Test
  void namespacedHasNoRightOfTheWholeClusterAndReadsSecretsOfItsNamespaceOnly() {
    Rendered namespaced = new Overlay("namespaced").rendered(cluster);

    assertThat(namespaced.objects().keySet())
        .noneMatch(id -> id.startsWith("ClusterRole"))
        .noneMatch(id -> id.startsWith("CustomResourceDefinition"));
    assertThat(elsewhere(namespaced)).containsExactly("get namespaces");
    assertThat(args(namespaced)).contains("--watch-namespaces=$(POD_NAMESPACE)");
  }

  /** The rights of Roles in other namespaces than the operator's own. */
  private static Set<String> elsewhere(Rendered rendered) {
    return rendered
        .kind("Role")
        .filter(role -> !role.at("/metadata/namespace").asText().equals(SYSTEM))
        .flatMap(role -> Right.of(role).stream())
        .map(Right::toString)
        .collect(Collectors.toSet());
  }

  @Test
  void namespacedHasTheRightsOfDefaultForWhatIsInANamespaceAndNoOthers() {
    Set<Right> cluster = Right.of(role(new Overlay("default"), "ClusterRole", "manager-role"));
    Set<Right> namespaced = Right.of(role(new Overlay("namespaced"), "Role", "watched-role"));
    Set<Right> workers = Right.of(role(new Overlay("namespaced"), "Role", "workers-role"));

    Set<Right> expected = new TreeSet<>(cluster);
    expected.removeIf(KustomizeIT::ofTheWholeCluster);
    // the operator's own pod is not there
    expected.remove(new Right("", "pods", "get"));
    assertThat(Right.lines(namespaced)).isEqualTo(Right.lines(expected));
    assertThat(cluster).as("beside watched-role nothing new").containsAll(workers);
  }

  private static boolean ofTheWholeCluster(Right right) {
    return right.resource().startsWith("clusterdatabase")
        || (right.resource().equals("namespaces") && !right.verb().equals("get"))
        || List.of("apiextensions.k8s.io", "authentication.k8s.io", "authorization.k8s.io")
            .contains(right.group());
  }

  @Test
  void theKustomizationsOfTheDocsMakeWhatTheySay() throws IOException {
    String mine = "# my-operator/kustomization.yaml";
    Rendered combined =
        Examples.kustomized(cluster, Examples.startingWith(mine + ", beside"), "", "none");
    assertThat(args(combined)).endsWith("--default-drift-interval=1h");
    assertThat(combined.only("Deployment").at("/spec/replicas").asInt()).isEqualTo(2);

    Rendered teams =
        Examples.kustomized(
            cluster,
            Examples.startingWith(mine + "\n"),
            Examples.startingWith("# my-operator/team-a/"),
            "team-a,team-b");
    assertThat(teams.objects().keySet())
        .contains(
            "Role team-a/db-provision-operator-watched-role",
            "RoleBinding team-b/db-provision-operator-watched-rolebinding",
            "Role kube-system/db-provision-operator-cluster-identity-role");
    assertThat(args(teams)).endsWith("--watch-namespaces=team-a,team-b");
  }

  @Test
  void haHasTwoReplicasThatAreKeptApartAndNotDrainedAtOnce() {
    Rendered ha = new Overlay("ha").rendered(cluster);

    JsonNode spec = ha.only("Deployment").path("spec");
    assertThat(spec.path("replicas").asInt()).isEqualTo(2);
    assertThat(args(ha)).contains("--leader-elect");
    assertThat(
            spec.at(
                "/template/spec/affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution"))
        .hasSize(2);
    assertThat(ha.only("PodDisruptionBudget").at("/spec/selector/matchLabels"))
        .isEqualTo(spec.at("/selector/matchLabels"));
  }

  @Test
  void networkPoliciesNameThePodsAndPortsThatThereAre() {
    Rendered rendered = new Overlay("default", "network-policy", "webhook").rendered(cluster);
    JsonNode deployment = rendered.only("Deployment");

    JsonNode manager =
        rendered
            .kind("NetworkPolicy")
            .filter(policy -> policy.at("/spec/podSelector").has("matchLabels"))
            .findFirst()
            .orElseThrow();
    assertThat(manager.at("/spec/podSelector/matchLabels"))
        .isEqualTo(deployment.at("/spec/selector/matchLabels"));
    assertThat(manager.at("/spec/ingress/0/ports").findValuesAsText("port"))
        .isSubsetOf(
            deployment.at("/spec/template/spec/containers/0/ports").findValuesAsText("name"));
    assertThat(rendered.kind("NetworkPolicy")).hasSize(2);
  }

  @Test
  void theWebhookLeadsToTheOperatorsPodsAndCountsItsOwnRequestsOut() {
    Rendered rendered = new Overlay("ha", "webhook").rendered(cluster);
    JsonNode deployment = rendered.only("Deployment");
    JsonNode service =
        rendered
            .kind("Service")
            .filter(one -> one.at("/metadata/name").asText().equals(WEBHOOK))
            .findFirst()
            .orElseThrow();
    JsonNode webhook = rendered.only("ValidatingWebhookConfiguration").at("/webhooks/0");

    assertThat(service.at("/spec/selector")).isEqualTo(deployment.at("/spec/selector/matchLabels"));
    assertThat(deployment.at("/spec/template/spec/containers/0/ports").findValuesAsText("name"))
        .contains(service.at("/spec/ports/0/targetPort").asText());
    assertThat(webhook.at("/clientConfig/service/name").asText()).isEqualTo(WEBHOOK);
    assertThat(webhook.at("/clientConfig/service/namespace").asText()).isEqualTo(SYSTEM);
    assertThat(webhook.at("/failurePolicy").asText()).isEqualTo("Ignore");
    assertThat(webhook.at("/matchConditions").findValuesAsText("expression"))
        .anyMatch(
            text ->
                text.endsWith(
                    "!= 'system:serviceaccount:%s:%s'"
                        .formatted(
                            SYSTEM,
                            deployment.at("/spec/template/spec/serviceAccountName").asText())));
    assertThat(role(new Overlay("default", "webhook"), "ClusterRole", "webhook").at("/rules/0"))
        .hasToString(
            "{\"apiGroups\":[\"admissionregistration.k8s.io\"],\"resourceNames\":[\"%s\"],\"resources\":[\"validatingwebhookconfigurations\"],\"verbs\":[\"get\",\"patch\"]}"
                .formatted(WEBHOOK));
  }

  private static List<String> args(Rendered rendered) {
    List<String> args = new ArrayList<>();
    rendered
        .only("Deployment")
        .at("/spec/template/spec/containers/0/args")
        .forEach(arg -> args.add(arg.asText()));
    return args;
  }

  private JsonNode role(Overlay overlay, String kind, String name) {
    return overlay
        .rendered(cluster)
        .kind(kind)
        .filter(role -> role.at("/metadata/name").asText().equals("db-provision-operator-" + name))
        .findFirst()
        .orElseThrow();
  }
}
