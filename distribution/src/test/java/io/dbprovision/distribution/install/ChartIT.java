package io.dbprovision.distribution.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dbprovision.distribution.Command.Result;
import io.dbprovision.distribution.DevCluster;
import io.dbprovision.distribution.DevClusterExtension;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the Helm chart makes of values, beside what kustomize makes of the same files. */
@ExtendWith(DevClusterExtension.class)
class ChartIT {
  private final DevCluster cluster;
  private final Helm helm;
  private final ChartComparison comparison;

  ChartIT(DevCluster cluster) {
    this.cluster = cluster;
    this.helm = new Helm(cluster);
    this.comparison = new ChartComparison(cluster);
  }

  @Test
  void theDefaultValuesGiveTheDefaultKustomizationAndTheDefinitions() {
    Rendered chart = helm.template("");

    SortedMap<String, ObjectNode> expected = comparison.kustomized(new Overlay("default"));
    expected.putAll(
        comparison.objects(Rendered.of(cluster.must("", "kustomize", Overlay.config("crd")))));
    comparison.assertSame(chart, expected);
    assertThat(chart.kind("CustomResourceDefinition")).hasSize(11);
  }

  @Test
  void twoReplicasAreTheKustomizationHa() {
    comparison.assertSame(
        helm.template("{replicaCount: 2, crds: {install: false}}"),
        comparison.kustomized(new Overlay("ha")));
  }

  @Test
  void aNamespacedOperatorIsTheKustomizationNamespaced() {
    comparison.assertSame(
        helm.template("{rbac: {namespaced: true, metricsAuth: true}, crds: {install: false}}"),
        comparison.kustomized(new Overlay("namespaced", "metrics-auth")));
  }

  @Test
  void networkPoliciesAndMonitoringAreTheComponents() {
    Rendered chart =
        helm.template(
            """
            networkPolicy: {enabled: true}
            metrics:
              serviceMonitor: {enabled: true}
            crds: {install: false}
            """);

    SortedMap<String, ObjectNode> expected =
        comparison.kustomized(new Overlay("default", "network-policy", "monitoring"));
    expected
        .keySet()
        .removeIf(id -> id.startsWith("PrometheusRule ") || id.startsWith("ConfigMap "));
    comparison.assertSame(chart, expected);
  }

  @Test
  void theValuesOfExistingInstallationsMeanWhatTheyMeant() {
    Rendered chart = helm.template(ExistingValues.TEXT);

    JsonNode deployment = chart.only("Deployment");
    assertThat(deployment.at("/metadata/name").asText()).isEqualTo("dbops-controller-manager");
    assertThat(deployment.at("/spec/revisionHistoryLimit").asInt()).isEqualTo(7);
    assertThat(deployment.at("/spec/selector/matchLabels").toString())
        .as("what a Deployment of the earlier chart has, and cannot change")
        .isEqualTo(
            "{\"app.kubernetes.io/name\":\"dbo\",\"app.kubernetes.io/instance\":\"db-provision-operator\",\"control-plane\":\"controller-manager\"}");
    JsonNode template = deployment.at("/spec/template");
    assertThat(template.at("/metadata/annotations/team").asText()).isEqualTo("data");
    assertThat(template.at("/metadata/labels/tier").asText()).isEqualTo("platform");
    JsonNode spec = template.path("spec");
    assertThat(spec.at("/imagePullSecrets/0/name").asText()).isEqualTo("pull");
    assertThat(spec.at("/serviceAccountName").asText()).isEqualTo("databases");
    assertThat(spec.at("/securityContext/runAsUser").asInt()).isEqualTo(1000);
    assertThat(spec.at("/nodeSelector/disk").asText()).isEqualTo("ssd");
    assertThat(spec.at("/tolerations/0/key").asText()).isEqualTo("dedicated");
    assertThat(spec.at("/affinity/nodeAffinity").isObject()).isTrue();
    JsonNode container = spec.at("/containers/0");
    assertThat(container.path("image").asText()).isEqualTo("registry.example.com/dbops:9.9.9");
    assertThat(container.path("imagePullPolicy").asText()).isEqualTo("Always");
    assertThat(container.path("args").toString())
        .contains(
            "\"--default-drift-interval=10m\"",
            "\"--instance-id=blue\"",
            "\"--health-probe-bind-address=:9081\"",
            "\"--metrics-bind-address=:9443\"")
        .doesNotContain("--leader-elect");
    assertThat(container.at("/resources/limits/cpu").asText()).isEqualTo("500m");
    assertThat(container.at("/livenessProbe/periodSeconds").asInt()).isEqualTo(33);
    assertThat(container.at("/readinessProbe/httpGet/port").asInt()).isEqualTo(9081);
    assertThat(container.at("/ports/0/containerPort").asInt()).isEqualTo(9081);
    assertThat(container.at("/ports/1/containerPort").asInt()).isEqualTo(9443);
    assertThat(chart.only("Service").at("/spec/type").asText()).isEqualTo("NodePort");
    assertThat(chart.only("Service").at("/spec/ports/0/port").asInt()).isEqualTo(9000);
    JsonNode monitor = chart.only("ServiceMonitor");
    assertThat(monitor.at("/metadata/namespace").asText()).isEqualTo("monitoring");
    assertThat(monitor.at("/metadata/labels/release").asText()).isEqualTo("prometheus");
    assertThat(monitor.at("/spec/endpoints/0").toString())
        .contains("\"interval\":\"15s\"", "\"scrapeTimeout\":\"5s\"")
        .doesNotContain("honorLabels");
    assertThat(monitor.at("/spec/namespaceSelector/matchNames/0").asText())
        .isEqualTo(Helm.NAMESPACE);
    assertThat(chart.kind("CustomResourceDefinition")).isEmpty();
    assertThat(chart.kind("ServiceAccount").map(o -> o.at("/metadata/name").asText()))
        .containsExactlyInAnyOrder("dbops-worker", "databases");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{replicas: 2} | replicas",
        "{replicaCount: two} | /replicaCount",
        "{image: {tag: 1.2}} | /image/tag",
        "{image: {registry: x}} | registry",
        "{worker: {mode: thread}} | /worker/mode",
        "{worker: {memory: lots}} | /worker/memory",
        "{crds: {install: 'yes'}} | /crds/install",
        "{crossNamespace: maybe} | /crossNamespace",
        "{watchNamespaces: [Team_A]} | /watchNamespaces/0",
        "{defaultDriftInterval: often} | /defaultDriftInterval",
        "{metricsBindAddress: '8443'} | /metricsBindAddress",
        "{replicaCount: 2, leaderElect: false} | leaderElect",
        "{metrics: {enabled: false, serviceMonitor: {enabled: true}}} | metrics.serviceMonitor.enabled",
        "{rbac: {metricsAuth: true}} | rbac.metricsAuth",
        "{webhook: {enabled: true}, rbac: {namespaced: true}} | webhook.enabled",
        "{webhook: {failurePolicy: Warn}} | /webhook/failurePolicy",
        "{webhook: {port: 443}} | /webhook/port"
      })
  void aWrongValueIsRefusedByItsName(String values, String name) {
    Result refused = helm.tryTemplate(values);

    assertThat(refused.status()).isNotZero();
    assertThat(refused.err()).contains(name);
  }

  @Test
  void lintFindsNothing() {
    for (String values :
        List.of(
            "",
            ExistingValues.TEXT,
            "{rbac: {namespaced: true}, networkPolicy: {enabled: true}}",
            "{webhook: {enabled: true, failurePolicy: Fail}}")) {
      String said = helm.lint(values).must();
      assertThat(said).contains("0 chart(s) failed").doesNotContain("[WARNING]", "[ERROR]");
    }
  }

  @Test
  void everyNewValueReachesItsPlace() {
    Rendered chart =
        helm.template(
            """
            watchNamespaces: [team-a, team-b]
            rbac: {namespaced: true, workloadRestarts: true, clusterIdentityNamespace: default}
            crossNamespace: deny
            worker: {mode: process, image: w:1, memory: 1Gi, maxAtOnce: 6, maxPerInstance: 3, pvcRoot: /backups}
            stores: {podIdentity: [team-a], linkLocal: true}
            plugins: {dir: /plugins, checksum: enforce, trustedKeys: /keys}
            log: {format: console, level: debug}
            extraArgs: [--workers=16]
            env: [{name: JDK_JAVA_OPTIONS, value: -Xmx256m}]
            volumes: [{name: plugins, emptyDir: {}}]
            volumeMounts: [{name: plugins, mountPath: /plugins}]
            initContainers: [{name: fetch, image: plugins:1}]
            metrics: {secure: false}
            crds: {install: false}
            """);

    JsonNode pod = chart.only("Deployment").at("/spec/template/spec");
    assertThat(pod.at("/containers/0/args").toString())
        .contains(
            "--metrics-secure=false",
            "--watch-namespaces=team-a,team-b",
            "--cross-namespace=deny",
            "--worker=process",
            "--worker-image=w:1",
            "--worker-memory=1Gi",
            "--max-workers=6",
            "--max-workers-per-instance=3",
            "--pvc-root=/backups",
            "--store-pod-identity=team-a",
            "--store-link-local=true",
            "--plugins-dir=/plugins",
            "--plugins-checksum=enforce",
            "--plugins-trusted-keys=/keys",
            "--log-format=console",
            "--log-level=debug",
            "--workers=16");
    assertThat(pod.at("/containers/0/env/0/value").asText()).isEqualTo("-Xmx256m");
    assertThat(pod.at("/containers/0/volumeMounts/1/mountPath").asText()).isEqualTo("/plugins");
    assertThat(pod.at("/volumes/1/name").asText()).isEqualTo("plugins");
    assertThat(pod.at("/initContainers/0/name").asText()).isEqualTo("fetch");
    assertThat(chart.objects().keySet())
        .contains(
            "Role team-a/db-provision-operator-watched-role",
            "RoleBinding team-b/db-provision-operator-watched-rolebinding",
            "Role team-b/db-provision-operator-workload-restarts-role",
            "Role default/db-provision-operator-cluster-identity-role",
            "Role " + Helm.NAMESPACE + "/db-provision-operator-workers-role")
        .noneMatch(id -> id.startsWith("Cluster"));
  }
}
