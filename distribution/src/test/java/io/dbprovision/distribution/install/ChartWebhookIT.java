package io.dbprovision.distribution.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dbprovision.distribution.DevCluster;
import io.dbprovision.distribution.DevClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the Helm chart makes of the values {@code webhook}. */
@ExtendWith(DevClusterExtension.class)
class ChartWebhookIT {
  private final Helm helm;
  private final ChartComparison comparison;

  ChartWebhookIT(DevCluster cluster) {
    this.helm = new Helm(cluster);
    this.comparison = new ChartComparison(cluster);
  }

  @Test
  void theWebhookIsTheComponent() {
    comparison.assertSame(
        helm.template(
            """
            webhook: {enabled: true}
            networkPolicy: {enabled: true}
            replicaCount: 2
            crds: {install: false}
            """),
        comparison.kustomized(new Overlay("ha", "network-policy", "webhook")));
    assertThat(helm.template("").objects().keySet())
        .as("nobody has it unasked")
        .noneMatch(id -> id.contains("webhook") || id.contains("Webhook"));
  }

  @Test
  void aWebhookOfAnotherNameIsTheOneThatTheOperatorKnows() {
    Rendered chart =
        helm.template(
            """
            fullnameOverride: blue
            serviceAccount: {name: databases}
            watchNamespaces: [team-a, team-b]
            webhook: {enabled: true, port: 10443, failurePolicy: Fail, timeoutSeconds: 3}
            """);

    JsonNode container = chart.only("Deployment").at("/spec/template/spec/containers/0");
    assertThat(container.path("args").toString())
        .contains(
            "--webhook-bind-address=:10443",
            "--webhook-service=blue-webhook",
            "--webhook-configuration=blue-webhook");
    assertThat(container.at("/ports/2/containerPort").asInt()).isEqualTo(10443);
    JsonNode configuration = chart.only("ValidatingWebhookConfiguration");
    JsonNode webhook = configuration.at("/webhooks/0");
    assertThat(configuration.at("/metadata/name").asText()).isEqualTo("blue-webhook");
    assertThat(webhook.at("/clientConfig/service/name").asText()).isEqualTo("blue-webhook");
    assertThat(webhook.at("/failurePolicy").asText()).isEqualTo("Fail");
    assertThat(webhook.at("/timeoutSeconds").asInt()).isEqualTo(3);
    assertThat(webhook.at("/namespaceSelector/matchExpressions/0/values").toString())
        .isEqualTo("[\"team-a\",\"team-b\"]");
    assertThat(webhook.at("/matchConditions/2/expression").asText())
        .endsWith("'system:serviceaccount:" + Helm.NAMESPACE + ":databases'");
    assertThat(
            chart
                .kind("ClusterRole")
                .filter(role -> role.at("/metadata/name").asText().equals("blue-webhook"))
                .map(role -> role.at("/rules/0/resourceNames/0").asText()))
        .containsExactly("blue-webhook");
  }
}
