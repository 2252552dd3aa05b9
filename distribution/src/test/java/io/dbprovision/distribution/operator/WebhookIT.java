package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.Command;
import io.dbprovision.distribution.DevCluster;
import io.dbprovision.distribution.DevClusterExtension;
import io.dbprovision.distribution.install.Overlay;
import io.dbprovision.distribution.install.Right;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the API server is told before it stores something: by its own calls, with the operator's own
 * certificate, and with the rights and the configuration of the component {@code webhook}.
 */
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
class WebhookIT {
  private static final String CONFIGURATION =
      "validatingwebhookconfiguration/db-provision-operator-webhook";
  private static final String CERTIFICATE = "secret/db-provision-operator-webhook-certificate";
  private static final String SYSTEM = "db-provision-operator-system";
  private static final Pattern SERVICE = Pattern.compile("(?m)^ {6}service:\n( {8}.*\n)+");

  private final Scene scene;
  private final Kubectl kubectl;
  private final Account account;
  private final int port = OperatorUnderTest.freePort();
  @TempDir Path folder;

  WebhookIT(Scene scene, DevCluster cluster) throws IOException {
    this.scene = scene;
    this.kubectl = scene.kubectl();
    // whose Namespace the account is in, and its Deployment is left out
    this.account = new Account(cluster, new Overlay("default", "webhook").rendered(cluster));
  }

  @BeforeEach
  void stopTheOtherOperator() {
    scene.operator().stop();
  }

  @AfterEach
  void leaveItAsItWas() {
    kubectl.run("delete", CONFIGURATION);
    account.close();
    scene.operator().start();
  }

  @Test
  void whatNeedsKnowledgeOfOtherObjectsIsSaidAtOnce() throws IOException {
    kubectl.apply(configuration(port, "Fail"));
    try (OperatorUnderTest operator = operator("one")) {
      operator.start("--webhook-bind-address=127.0.0.1:" + port);
      answered();
      scene.instance();
      String name = scene.name("orders");

      Command.Result both =
          kubectl.tryApply(Manifests.database("orders", name) + Manifests.database("again", name));

      assertThat(both.err())
          .contains("spec.name", name, "Database " + scene.namespace() + "/orders");
      assertThat(kubectl.exists("database/again")).isFalse();
      kubectl.awaitReady("database/orders");
      assertThat(kubectl.tryApply(Manifests.database("again", name)).err()).contains("/orders");

      Command.Result section =
          kubectl.tryApply(
              Manifests.database("stock", scene.name("stock"), "mysql: {charset: utf8mb4}"));
      assertThat(section.err()).contains("Warning: spec.mysql: has no effect");
      kubectl.awaitReady("database/stock");

      assertThat(kubectl.tryDelete("database/orders").err())
          .contains("spec.deletionProtection is true; set it to false");
      assertThat(kubectl.get("database/orders", "{.metadata.deletionTimestamp}")).isEmpty();
      kubectl.patch("database/orders", "{\"spec\":{\"deletionProtection\":false}}");
      kubectl.deleteAndWait("database/orders");

      Right[] needed = {
        new Right("admissionregistration.k8s.io", "validatingwebhookconfigurations", "get"),
        new Right("admissionregistration.k8s.io", "validatingwebhookconfigurations", "patch"),
        new Right("authentication.k8s.io", "selfsubjectreviews", "create")
      };
      assertThat(account.asked(false))
          .as("all that the component grants, and who it is itself")
          .contains(needed);
      assertThat(account.asked(true)).as("refused").doesNotContain(needed);
    }
  }

  @Test
  void whatGoesWithItsOwnerItsInstanceOrItsNamespaceIsNotHeldByItsProtection() throws IOException {
    // as after a change of its name, which kustomize does not know in an expression
    kubectl.apply(configuration(port, "Fail").replace("operator-controller-manager'", "renamed'"));
    try (OperatorUnderTest operator = operator("one")) {
      operator.start("--webhook-bind-address=127.0.0.1:" + port);
      answered();
      scene.instance();
      String orders = scene.name("orders");
      kubectl.run("create", "configmap", "owner");
      String owner = kubectl.get("configmap/owner", "{.metadata.uid}");
      kubectl.apply(
          Manifests.database("orders", orders)
              + Manifests.database("owned", scene.name("owned"))
                  .replaceFirst(
                      "  name: owned\n",
                      "$0  ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: owner, uid: %s}]\n"
                          .formatted(owner)));
      kubectl.awaitReady("database/orders", "database/owned");

      kubectl.delete("configmap/owner");
      kubectl.await("database/owned", "Ready=False/DeletionProtected");
      assertThat(scene.server().hasDatabase(scene.name("owned"))).isTrue();

      assertThat(kubectl.tryDelete("database/orders").err()).contains("deletionProtection");
      kubectl.annotate("databaseinstance/pg", "force-delete", "true");
      kubectl.delete("databaseinstance/pg");
      kubectl.await("databaseinstance/pg", "Ready=False/PendingDeletionConfirmation");
      kubectl.annotate(
          "databaseinstance/pg",
          "confirm-force-delete",
          kubectl.get("databaseinstance/pg", "{.status.deletionConfirmation.hash}"));
      kubectl.awaitGone("databaseinstance/pg");
      assertThat(kubectl.exists("database/orders")).isFalse();
      assertThat(scene.server().hasDatabase(orders)).isTrue();

      scene.instance();
      kubectl.apply(Manifests.database("orders", orders));
      kubectl.awaitReady("database/orders");
      kubectl.deleteNamespace();
      Await.until(
          "the namespace is gone",
          Kubectl.SOON,
          () -> kubectl.namespaceLeft().isEmpty(),
          () -> kubectl.namespaceLeft() + operator.tail());
    }
  }

  @Test
  void eachReplicaAnswersAndWhereNoneDoesTheApiServerGoesOn() throws IOException {
    int standBy = OperatorUnderTest.freePort();
    kubectl.apply(configuration(standBy, "Fail"));
    try (OperatorUnderTest leader = operator("one");
        OperatorUnderTest other = operator("other")) {
      leader.start("--leader-elect", "--webhook-bind-address=127.0.0.1:" + port);
      other.start("--leader-elect", "--webhook-bind-address=127.0.0.1:" + standBy);
      answered();
      scene.instance();
      String name = scene.name("orders");
      kubectl.apply(Manifests.database("orders", name));
      kubectl.awaitReady("database/orders");
      assertThat(kubectl.tryApply(Manifests.database("again", name)).err()).contains("/orders");
      String known = authorities();
      assertThat(known).containsOnlyOnce("BEGIN");
      kubectl.apply(configuration(port, "Fail"));
      answered();
      assertThat(authorities()).as("one certificate for both").isEqualTo(known);

      leader.stop();
      other.stop();
      kubectl.apply(configuration(port, "Ignore"));
      Await.until(
          "it is stored without a review",
          Kubectl.SOON,
          () -> kubectl.tryApply(Manifests.database("again", name)).status() == 0,
          () -> kubectl.show(CONFIGURATION));
      kubectl.run("-n", SYSTEM, "delete", CERTIFICATE);
      leader.start("--webhook-bind-address=127.0.0.1:" + port);

      kubectl.await("database/again", "Ready=False/Conflict");
      assertThat(authorities())
          .as("a new one beside the former")
          .contains(known)
          .isNotEqualTo(known);
      assertThat(kubectl.tryApply(Manifests.database("third", name)).err()).contains("is Database");
    }
  }

  private OperatorUnderTest operator(String name) throws IOException {
    Path own = Files.createDirectories(folder.resolve(name));
    return new OperatorUnderTest(account.kubeconfig(), own.resolve("operator.log"));
  }

  /** Returns when the API server has an answer to what it asks; nothing is stored. */
  private void answered() {
    Await.until(
        "the API server is answered",
        Kubectl.SOON,
        () -> kubectl.tryDryRun(Manifests.database("probe", scene.name("probe"))).status() == 0,
        () -> kubectl.show(CONFIGURATION));
  }

  private String authorities() {
    String bundle = kubectl.get(CONFIGURATION, "{.webhooks[0].clientConfig.caBundle}");
    return new String(Base64.getDecoder().decode(bundle), StandardCharsets.UTF_8);
  }

  /** The component's, for an operator beside the API server and this test's namespace alone. */
  private String configuration(int at, String failurePolicy) throws IOException {
    String shipped =
        Files.readString(Path.of(Overlay.config("components/webhook"), "configuration.yaml"));
    return SERVICE
        .matcher(shipped)
        .replaceFirst("      url: https://localhost:" + at + "/validate\n")
        .replace(
            "  rules:",
            "  namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: "
                + scene.namespace()
                + "}}\n    rules:")
        .replace("resources: [\"*\"]", "resources: [\"*\"]\n        scope: Namespaced")
        .replace("failurePolicy: Ignore", "failurePolicy: " + failurePolicy);
  }
}
