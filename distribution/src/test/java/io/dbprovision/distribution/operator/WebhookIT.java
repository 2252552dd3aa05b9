package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.Command;
import io.dbprovision.distribution.DevClusterExtension;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the API server is told before it stores something: by its own calls, with the operator's own
 * certificate.
 */
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
class WebhookIT {
  private static final String CONFIGURATION =
      "validatingwebhookconfiguration/db-provision-operator-webhook";
  private static final Duration SOON = Duration.ofSeconds(30);

  private final Scene scene;
  private final Kubectl kubectl;

  WebhookIT(Scene scene) {
    this.scene = scene;
    this.kubectl = scene.kubectl();
  }

  @BeforeEach
  void start() {
    scene.instance();
    int port = OperatorUnderTest.freePort();
    kubectl.apply(configuration(port));
    scene.operator().stop();
    scene.operator().start("--webhook-bind-address=127.0.0.1:" + port);
    Await.until(
        "the API server knows the certificate",
        SOON,
        () -> !kubectl.get(CONFIGURATION, "{.webhooks[0].clientConfig.caBundle}").isEmpty(),
        () -> kubectl.show(CONFIGURATION));
  }

  @AfterEach
  void stop() {
    kubectl.delete(CONFIGURATION);
    scene.operator().stop();
    scene.operator().start();
  }

  @Test
  void whatNeedsKnowledgeOfOtherObjectsIsSaidAtOnce() {
    String name = scene.name("orders");
    kubectl.apply(Manifests.database("orders", name));
    kubectl.awaitReady("database/orders");

    Command.Result second = kubectl.tryApply(Manifests.database("again", name));
    assertThat(second.err())
        .contains("spec.name", name, "Database " + scene.namespace() + "/orders");
    assertThat(kubectl.exists("database/again")).isFalse();

    Command.Result section =
        kubectl.tryApply(
            Manifests.database("stock", scene.name("stock"), "mysql: {charset: utf8mb4}"));
    assertThat(section.err()).contains("Warning: spec.mysql: has no effect");
    kubectl.awaitReady("database/stock");

    kubectl.patch("database/orders", "{\"spec\":{\"deletionProtection\":true}}");
    assertThat(kubectl.tryDelete("database/orders").err())
        .contains("spec.deletionProtection is true; set it to false");
    assertThat(kubectl.get("database/orders", "{.metadata.deletionTimestamp}")).isEmpty();

    kubectl.patch("database/orders", "{\"spec\":{\"deletionProtection\":false}}");
    kubectl.deleteAndWait("database/orders");
  }

  /** For the objects of this test alone: others share the API server. */
  private String configuration(int port) {
    return """
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: db-provision-operator-webhook}
        webhooks:
          - name: objects.webhook.dbops.dbprovision.io
            clientConfig: {url: "https://localhost:%d/validate"}
            namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %s}}
            rules:
              - apiGroups: [dbops.dbprovision.io]
                apiVersions: [v1alpha1]
                operations: [CREATE, UPDATE, DELETE]
                resources: ["*"]
            matchConditions:
              - name: of-what-is-asked-for
                expression: request.operation != 'UPDATE' || object.spec != oldObject.spec
            failurePolicy: Fail
            sideEffects: None
            admissionReviewVersions: [v1]
        """
        .formatted(port, scene.namespace());
  }
}
